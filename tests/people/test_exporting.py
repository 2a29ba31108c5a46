"""S20: people as CSV that a spreadsheet opens as text, and that an import reads again."""

import pytest
from django.test import Client

from mentorhub.people import exporting, importing
from mentorhub.people.models import AuditEntry, User
from tests.cast import sign_in
from tests.factories import people


def _exported(client: Client, *users: User) -> bytes:
    data = {"action": "export", "_selected_action": [user.pk for user in users]}
    return client.post("/admin/people/user/", data).getvalue()


def test_what_was_exported_can_be_imported_again(cast, administrator, mentor):
    client = sign_in(Client(), administrator)

    content = _exported(client, mentor, cast.manager)

    lines = importing.read(content)
    assert [(it["email"], it["path"], it["role"]) for it in lines] == [
        ("amina@mentorhub.example", "Data Analyst", "mentor"),
        ("camille@mentorhub.example", "Data Analyst", "manager"),
    ]
    made = importing.begin("again.csv", lines, administrator)
    importing.go_on(made.pk)
    assert set(made.lines.values_list("outcome", flat=True)) == {"nothing"}


def test_an_export_is_written_down(administrator, mentor):
    _exported(sign_in(Client(), administrator), mentor)

    entry = AuditEntry.objects.get(act="exported")
    assert (entry.actor, entry.detail) == (administrator, {"people": 1})


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\0", "\uff1d", "\uff20"])
def test_s20_no_cell_is_a_formula(start):
    assert exporting.harmless(f"{start}1+1") == f"'{start}1+1"


def test_s20_a_name_that_is_a_formula_comes_out_as_text(cast, administrator):
    user = people.mentor('=HYPERLINK("http://evil.example")', cast.path)

    content = _exported(sign_in(Client(), administrator), user).decode("utf-8-sig")

    assert "'=HYPERLINK" in content


def test_an_export_costs_the_same_for_any_number_of_people(cast, django_assert_num_queries):
    for number in range(5):
        people.mentor(f"M{number} Mentor", cast.path)

    with django_assert_num_queries(1):
        assert len(list(exporting.lines(User.objects.all()))) == 7
