"""S06: whoever loses a role, or is switched off, has lost it in the same moment, in every open tab."""

import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from contact import links
from contact.models import Attachment, Message, Request
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import Role, User
from tests.cast import Cast, sign_in
from tests.factories import contact, guides, people

REMOVED, SWITCHED_OFF = "removed from the path", "switched off"
WAYS = pytest.mark.parametrize("way", [REMOVED, SWITCHED_OFF])

Takes = Callable[[User, str], None]


@pytest.fixture
def takes(cast: Cast) -> Takes:
    """Takes somebody's rights as an administrator does: by the person's form, or by switching them off."""
    browser = sign_in(Client(), cast.administrator)

    def take(user: User, way: str) -> None:
        if way == SWITCHED_OFF:
            url = reverse("admin:people_user_switch_off", args=[user.pk])
            assert browser.post(url).status_code == 302
            return
        roles = list(user.roles.order_by("pk"))
        data = {
            "name": user.name,
            "time_zone": "",
            "roles-TOTAL_FORMS": len(roles),
            "roles-INITIAL_FORMS": len(roles),
        }
        for number, role in enumerate(roles):
            data |= {
                f"roles-{number}-id": role.pk,
                f"roles-{number}-user": user.pk,
                f"roles-{number}-path": role.path_id,
                f"roles-{number}-kind": role.kind,
                f"roles-{number}-starts_on": role.starts_on.isoformat(),
                f"roles-{number}-takes_requests": "on",
            }
            if role.path == cast.path:
                data[f"roles-{number}-DELETE"] = "on"
        url = reverse("admin:people_user_change", args=[user.pk])
        assert browser.post(url, data).status_code == 302

    return take


@pytest.fixture
def asked(cast: Cast) -> Request:
    """Amina's, with Camille, who also manages the other path; with files."""
    people.role(cast.manager, Role.Kind.MANAGER, cast.other_path)
    made = contact.routed(cast.mentor, cast.path, cast.topic, files=[contact.file()])
    contact.note(made, cast.manager, files=[contact.file("between-us.txt")])
    made.refresh_from_db()
    return made


def refused(client: Client, url: str, data: dict | None = None) -> bool:
    """Nothing is there for them: 404, 409 with what they typed, or signed out."""
    response = client.get(url) if data is None else client.post(url, data)
    signed_out = response.status_code == 302 and "/login/" in response["Location"]
    return response.status_code in {404, 409} or signed_out


def opens(client: Client, url: str) -> bool:
    response = client.get(url)
    response.getvalue()  # to its end, so that a file is closed
    return response.status_code == 200


@WAYS
def test_s06_a_manager_s_next_request_and_open_tab_are_refused(cast, asked, takes, way) -> None:
    browser = sign_in(Client(), cast.manager)
    assert browser.get(asked.desk_url).status_code == 200
    typed = {
        "body": "An answer from an open tab",
        "then": "wait",
        "version": asked.version,
        "token": uuid.uuid4(),
    }

    takes(cast.manager, way)

    assert refused(browser, asked.desk_url)
    for act in ["answer", "note", "assign", "take", "transfer"]:
        data = typed | {"assignee": cast.manager.pk, "to": f"path-{cast.other_path.pk}"}
        assert refused(browser, reverse(f"admin:contact_request_{act}", args=[asked.pk]), data)
    assert not Message.objects.filter(body=typed["body"]).exists()
    asked.refresh_from_db()
    assert (asked.assignee, asked.path) == (None, cast.path)


@WAYS
def test_s06_a_manager_downloads_nothing_more(cast, asked, takes, way) -> None:
    browser = sign_in(Client(), cast.manager)
    files = [
        reverse("admin:contact_request_file", args=[asked.pk, file.pk])
        for file in Attachment.objects.all()
    ]
    assert len(files) == 2
    assert all(opens(browser, file) for file in files)

    takes(cast.manager, way)

    assert all(refused(browser, file) for file in files)


@WAYS
def test_s06_a_manager_finds_nothing_in_lists_and_briefs(cast, asked, takes, way) -> None:
    browser = sign_in(Client(), cast.manager)
    lists = [
        f"{reverse('admin:contact_request_changelist')}?view=all",
        f"{reverse('admin:contact_request_changelist')}?q=question",
        reverse("admin:contact_handover", args=[cast.manager.pk]),
        reverse("admin:mail_outgoingemail_changelist"),
    ]
    assert asked.reference in browser.get(lists[0]).content.decode()

    takes(cast.manager, way)

    for address in lists:
        assert asked.reference not in browser.get(address).content.decode(), address


@WAYS
def test_s06_a_manager_is_told_nothing_more(cast, asked, takes, way) -> None:
    takes(cast.manager, way)
    OutgoingEmail.objects.all().delete()

    contact.reply(asked)

    assert not OutgoingEmail.objects.filter(to_address=cast.manager.email).exists()


def test_s06_a_cover_loses_sight_when_the_absence_is_cancelled(cast, asked) -> None:
    absence = people.absence(cast.manager, cover=cast.other_manager)
    browser = sign_in(Client(), cast.other_manager)
    assert browser.get(asked.desk_url).status_code == 200

    absence.delete()

    assert refused(browser, asked.desk_url)


def test_s06_the_export_of_people_ends_with_the_right(cast, takes) -> None:
    other = people.user("Oscar Once", is_superuser=True)
    browser = sign_in(Client(), other)
    url = reverse("admin:people_user_changelist")
    wanted = {"action": "export", "_selected_action": [cast.mentor.pk]}
    assert browser.post(url, wanted)["Content-Type"] == "text/csv"

    takes(other, REMOVED)  # the form is saved without the tick of an administrator

    assert refused(browser, url, wanted)


@WAYS
def test_s06_a_mentor_reads_no_guide_of_the_path_any_more(cast, asked, takes, way) -> None:
    guide = guides.guide(cast.path)
    browser = sign_in(Client(), cast.mentor)
    assert browser.get(guide.get_absolute_url()).status_code == 200

    takes(cast.mentor, way)

    assert refused(browser, guide.get_absolute_url())


def test_s06_a_mentor_switched_off_is_refused_everywhere(cast, asked, takes) -> None:
    browser = sign_in(Client(), cast.mentor)
    own = asked.get_absolute_url()
    file = Attachment.objects.get(message__is_internal=False)
    download = reverse("contact:own_file", args=[asked.pk, file.pk])
    assert opens(browser, own) and opens(browser, download)

    takes(cast.mentor, SWITCHED_OFF)

    typed = {"body": "From an open tab", "token": uuid.uuid4()}
    assert refused(browser, own)
    assert refused(browser, download)
    assert refused(browser, reverse("contact:own_reply", args=[asked.pk]), typed)
    assert refused(browser, reverse("contact:own_solved", args=[asked.pk]), {})
    assert not Message.objects.filter(body="From an open tab").exists()
    asked.refresh_from_db()
    assert asked.status != "solved"


def test_s06_a_mentor_switched_off_opens_no_follow_up(cast, asked, takes) -> None:
    closed = contact.closed(cast.mentor, cast.path, cast.topic, cast.manager)
    browser = sign_in(Client(), cast.mentor)

    takes(cast.mentor, SWITCHED_OFF)

    typed = {"body": "Once more", "token": uuid.uuid4()}
    assert refused(browser, reverse("contact:own_reply", args=[closed.pk]), typed)
    assert not Request.objects.filter(follows=closed).exists()


def test_s06_a_mentor_who_moved_takes_requests_and_follow_ups_along(cast, asked, takes) -> None:
    """What an open tab of the old path's form still sends is theirs, and goes to the new path's."""
    people.role(cast.mentor, Role.Kind.MENTOR, cast.other_path)
    closed = contact.closed(cast.mentor, cast.path, cast.topic, cast.manager)
    old = people.manager("Sofia Marchetti", cast.path)
    desk = sign_in(Client(), old)
    assert desk.get(asked.desk_url).status_code == 200

    takes(cast.mentor, REMOVED)

    assert refused(desk, asked.desk_url)
    mentor = sign_in(Client(), cast.mentor)
    assert mentor.get(asked.get_absolute_url()).status_code == 200
    typed = {"body": "Once more", "token": uuid.uuid4()}
    mentor.post(reverse("contact:own_reply", args=[closed.pk]), typed)
    follow_up = Request.objects.get(follows=closed)
    assert follow_up.path == cast.other_path
    assert refused(desk, follow_up.desk_url)


def test_s06_a_mentor_no_longer_asks_on_the_path_they_left(cast, asked, takes) -> None:
    people.role(cast.mentor, Role.Kind.MENTOR, cast.other_path)
    browser = sign_in(Client(), cast.mentor)

    takes(cast.mentor, REMOVED)

    data = {
        "token": uuid.uuid4(),
        "path": cast.path.pk,
        "topic": cast.topic.pk,
        "subject": "From an open tab",
        "body": "Of the old path",
    }
    assert browser.post(reverse("contact:new_request"), data).status_code == 422
    assert not Request.objects.filter(subject="From an open tab").exists()


@WAYS
def test_s06_a_signed_link_never_stands_in_for_an_account(cast, asked, takes, way) -> None:
    link = urlsplit(links.link_to(asked)).path

    takes(cast.mentor, way)

    assert Client().get(link).status_code == 404
    assert Client().post(f"{link}reply/", {"body": "x", "token": uuid.uuid4()}).status_code == 404
