"""People from a list: told line by line first, then done, and never twice."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mentorhub.people import importing
from mentorhub.people.models import ImportLine, PeopleImport, Role, User
from tests.cast import sign_in

PAGE = "/admin/people/peopleimport/"
HEAD = "email,name,path,role,starts_on,ends_on\n"


@pytest.fixture
def school(cast):
    assert cast.mentor and cast.other_path
    return cast


def _begin(text: str, by: User) -> PeopleImport:
    return importing.begin("people.csv", importing.read((HEAD + text).encode()), by)


def _looked_through(text: str, by: User) -> PeopleImport:
    made = _begin(text, by)
    importing.go_on(made.pk)
    return made


def _done(text: str, by: User) -> PeopleImport:
    made = _looked_through(text, by)
    assert importing.apply(made)
    importing.go_on(made.pk)
    return made


def _said(made: PeopleImport) -> list[tuple[int, str, str]]:
    return list(made.lines.values_list("number", "outcome", "said"))


LIST = """nina@example.net,Nina Weber,Data Analyst,mentor,2026-01-01,
amina@mentorhub.example,,ux-designer,assessor,,
amina@mentorhub.example,,Data Analyst,mentor,,
not an address,X,Data Analyst,mentor,,
leo@example.net,Leo,Astronaut,mentor,,
leo@example.net,Leo,Data Analyst,student,,
leo@example.net,Leo,Data Analyst,mentor,31/12/2026,
"""


def test_each_line_says_what_it_would_do_and_nothing_is_changed(school, administrator):
    before = User.objects.count(), Role.objects.count()

    made = _looked_through(LIST, administrator)

    assert _said(made) == [
        (2, "person", "mentor, Data Analyst"),
        (3, "role", "assessor, UX Designer"),
        (4, "nothing", "mentor, Data Analyst"),
        (5, "wrong", "Enter a valid email address."),
        (6, "wrong", "There is no path “Astronaut”."),
        (7, "wrong", "“student” is none of these roles: mentor, assessor, manager."),
        (8, "wrong", "“31/12/2026” is no day. Write it as 2026-09-30."),
    ]
    made.refresh_from_db()
    assert made.state == "checked"
    assert (User.objects.count(), Role.objects.count()) == before


def test_applied_the_good_lines_are_done_and_the_bad_ones_left_out(school, administrator):
    _done(LIST, administrator)

    nina = User.objects.get(email="nina@example.net")
    role = nina.roles.get()
    assert (nina.name, role.path, role.kind) == ("Nina Weber", school.path, "mentor")
    assert role.starts_on == datetime.date(2026, 1, 1)
    assert nina.emailaddress_set.get().verified
    assert not nina.has_usable_password()
    assert not User.objects.filter(email="leo@example.net").exists()


def test_the_same_list_again_changes_nothing(school, administrator):
    _done(LIST, administrator)
    before = list(Role.objects.order_by("pk").values()), User.objects.count()

    again = _done(LIST, administrator)

    assert set(again.lines.exclude(outcome="wrong").values_list("outcome", flat=True)) == {
        "nothing"
    }
    assert (list(Role.objects.order_by("pk").values()), User.objects.count()) == before


def test_a_last_day_ends_a_role_and_a_name_of_ones_own_is_left_alone(school, administrator, mentor):
    _done("amina@mentorhub.example,Somebody Else,Data Analyst,mentor,,2026-12-31", administrator)

    mentor.refresh_from_db()
    assert mentor.name == "Amina Berger"
    assert mentor.roles.get(kind="mentor").ends_on == datetime.date(2026, 12, 31)


def test_two_roles_of_a_new_person_are_one_account(school, administrator):
    made = _done(
        "nina@example.net,Nina,Data Analyst,mentor,,\nNINA@example.net ,Nina,Data Analyst,assessor,,",
        administrator,
    )

    assert [outcome for _n, outcome, _said_ in _said(made)] == ["person", "role"]
    assert User.objects.get(email="nina@example.net").roles.count() == 2


def test_an_account_that_is_switched_off_stays_so_and_says_so(school, administrator, mentor):
    User.objects.filter(pk=mentor.pk).update(is_active=False)

    made = _looked_through("amina@mentorhub.example,,UX Designer,mentor,,", administrator)

    assert made.lines.get().said == "This account is switched off. Switch it on first."


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "these are missing: email, path, role"),
        (b"name;path\nA;B", "these are missing: email, role"),
        (b"\x00\x01\x02", "no CSV file"),
        (b'email,path,role\n"a', "cannot be read"),
    ],
)
def test_a_file_that_is_no_list_is_refused_as_a_whole(content, why):
    with pytest.raises(importing.UnreadableList, match=why):
        importing.read(content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_comes_as_spreadsheets_write_it(encoding, delimiter):
    head, line = (
        ["Email", "NAME", "Path", "Role", "Starts On"],
        ["a@b.example", "Zoë", "P", "mentor", ""],
    )
    text = "\r\n".join(delimiter.join(row) for row in [head, line])

    (read,) = importing.read(text.encode(encoding))

    assert (read["name"], read["starts_on"]) == ("Zoë", "")


def test_a_long_list_costs_a_batch_the_same_however_many_lines_it_has(
    school, administrator, django_assert_max_num_queries
):
    text = "".join(f"m{n}@example.net,M {n},Data Analyst,mentor,,\n" for n in range(400))
    made = _begin(text, administrator)
    with django_assert_max_num_queries(14):
        importing.go_on(made.pk)
    importing.apply(made)

    with django_assert_max_num_queries(19):
        importing.go_on(made.pk)

    assert Role.objects.filter(user__email__startswith="m", kind="mentor").count() >= 400


def test_an_administrator_uploads_reads_and_applies(school, administrator):
    client = sign_in(Client(), administrator)
    file = SimpleUploadedFile("people.csv", (HEAD + LIST).encode())

    response = client.post(f"{PAGE}add/", {"file": file})

    made = PeopleImport.objects.get()
    assert response.url == f"{PAGE}{made.pk}/change/"
    importing.go_on(made.pk)
    page = client.get(f"{response.url}?outcome=wrong").content.decode()
    assert "There is no path “Astronaut”." in page
    assert "Nina Weber" not in page
    assert client.post(f"{PAGE}{made.pk}/apply/").status_code == 302
    importing.go_on(made.pk)
    made.refresh_from_db()
    assert made.state == "done"


def test_a_bad_file_is_refused_in_the_form(administrator):
    client = sign_in(Client(), administrator)

    response = client.post(f"{PAGE}add/", {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2")})

    assert "these are missing" in response.content.decode()
    assert not ImportLine.objects.exists()


def test_nothing_is_applied_that_was_not_looked_through(school, administrator):
    made = _begin(LIST, administrator)

    assert not importing.apply(made)
