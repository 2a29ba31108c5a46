"""The outbox as staff see it."""

from urllib.parse import urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from contact import links
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.relay import lanes
from tests.cast import Cast, sign_in
from tests.factories import contact, mail

LIST = "/admin/mail/outgoingemail/"
STAFF = ["manager", "other_manager", "editor", "administrator"]


@pytest.fixture
def outbox(cast: Cast) -> dict[str, OutgoingEmail]:
    """One email of each kind that rights tell apart."""
    return {
        "of the path": mail.failed("a@example.net", "About a request", path=cast.path),
        "of the other path": mail.failed("b@example.net", "About another", path=cast.other_path),
        "of no path": mail.failed("c@example.net", "About the house"),
        "bulk": mail.failed("d@example.net", "The newsletter", lane=lanes.BULK),
        "secret": mail.failed("e@example.net", "Your code", body="Code 424242", secret=True),
        "secret of the path": mail.failed(
            "f@example.net", "Your link", body="Code 424242", secret=True, path=cast.path
        ),
    }


def page(email: OutgoingEmail, name: str = "change") -> str:
    return f"{LIST}{email.pk}/{name}/"


VISIBLE = {
    "manager": {"of the path"},
    "other_manager": {"of the other path"},
    "editor": {"bulk"},
    "administrator": {
        "of the path",
        "of the other path",
        "of no path",
        "bulk",
        "secret",
        "secret of the path",
    },
}


@pytest.mark.parametrize("role", VISIBLE)
def test_each_sees_the_emails_of_their_work_in_list_page_and_preview(
    client: Client, cast: Cast, outbox, role
):
    sign_in(client, getattr(cast, role))
    shown = client.get(LIST).content.decode()
    for name, email in outbox.items():
        may = name in VISIBLE[role]
        assert (email.to_address in shown) == may, name
        assert (client.get(page(email)).status_code == 200) == may, name
        readable = may and not email.secret
        assert (client.get(page(email, "as-read")).status_code == 200) == readable, name


@pytest.mark.parametrize("act", ["retry", "discard"])
@pytest.mark.parametrize("role", VISIBLE)
def test_each_may_retry_and_discard_what_they_see_and_nothing_else(
    client: Client, cast: Cast, outbox, role, act
):
    sign_in(client, getattr(cast, role))
    for name, email in outbox.items():
        response = client.post(page(email, act))
        email.refresh_from_db()
        changed = {"retry": State.QUEUED, "discard": State.DISCARDED}[act]
        may = name in VISIBLE[role]
        assert (response.status_code, email.state) == (
            (302, changed) if may else (404, State.FAILED)
        ), name


@pytest.mark.parametrize("role", ["mentor", "assessor", "nadia"])
@pytest.mark.parametrize("name", ["change", "as-read", "retry", "discard"])
def test_there_is_no_outbox_for_the_others(client: Client, cast: Cast, outbox, role, name):
    """Nadia is of a team: she works the desk, and no path is hers."""
    assert cast.finance
    sign_in(client, getattr(cast, role))
    email = outbox["of the path"]
    send = client.post if name in {"retry", "discard"} else client.get
    assert client.get(LIST).status_code == 404
    assert send(page(email, name)).status_code == 404


@pytest.mark.parametrize("act", ["retry", "discard"])
def test_a_button_is_a_post(client: Client, manager, outbox, act):
    sign_in(client, manager)
    assert client.get(page(outbox["of the path"], act)).status_code == 405


@pytest.mark.parametrize(
    ("button", "act"), [("retry", "had an email sent again"), ("discard", "gave up an email")]
)
def test_who_pressed_which_button_stands_in_its_history(
    client: Client, manager, outbox, button, act
):
    email = outbox["of the path"]
    sign_in(client, manager)
    client.post(page(email, button))
    [entry] = LogEntry.objects.all()
    assert (entry.user, entry.object_id, entry.get_change_message()) == (
        manager,
        str(email.pk),
        act,
    )
    assert act in client.get(page(email, "history")).content.decode()


def test_pressing_a_second_time_changes_nothing_and_says_so(client: Client, manager, outbox):
    email = outbox["of the path"]
    sign_in(client, manager)
    client.post(page(email, "discard"))
    response = client.post(page(email, "discard"), follow=True)
    assert "discarded already" in response.content.decode()
    assert LogEntry.objects.count() == 1


def test_the_chosen_ones_are_tried_again_as_far_as_the_person_may(client: Client, manager, outbox):
    sign_in(client, manager)
    chosen = [email.pk for email in outbox.values()]
    client.post(LIST, {"action": "retry_chosen", "_selected_action": chosen})
    assert [email.to_address for email in OutgoingEmail.objects.filter(state=State.QUEUED)] == [
        "a@example.net"
    ]


def test_an_email_can_be_neither_made_nor_changed_nor_deleted(
    client: Client, administrator, outbox
):
    email = outbox["of the path"]
    sign_in(client, administrator)
    change = client.post(page(email), {"subject": "Forged", "to_address": "eve@example.org"})
    assert change.status_code == 404
    assert client.get(f"{LIST}add/").status_code == 404
    assert client.post(page(email, "delete"), {"post": "yes"}).status_code == 404
    email.refresh_from_db()
    assert email.subject == "About a request"


def test_the_text_of_a_secret_email_is_on_no_page(client: Client, administrator, outbox):
    """Not even for those who may see everything: they could sign in as somebody else."""
    email = outbox["secret"]
    sign_in(client, administrator)
    pages = [LIST, page(email), page(email, "history"), "/admin/stuck/"]
    assert "424242" in email.text
    assert [url for url in pages if b"424242" in client.get(url).content] == []
    assert b"Its text is not shown" in client.get(page(email)).content
    assert b"e@example.net" not in client.get(f"{LIST}?q=424242").content


@pytest.mark.parametrize("lookup", ["text__startswith", "html__contains", "text__regex", "text"])
def test_the_text_cannot_be_guessed_by_filtering(client: Client, administrator, outbox, lookup):
    sign_in(client, administrator)
    response = client.get(LIST, {lookup: "Code 4"})
    assert response.status_code in {302, 400}
    assert b"e@example.net" not in response.content


def test_staff_see_a_public_senders_email_without_the_link_that_opens_the_request(
    client: Client, cast: Cast
):
    request = contact.submitted(None, cast.path, cast.topic)
    email = OutgoingEmail.objects.get(to_address=request.email)
    token = urlsplit(links.link_to(request)).path.split("/")[-2].partition(":")[0]
    assert token in email.text
    assert token in email.html
    sign_in(client, cast.manager)
    for url in [page(email), page(email, "as-read")]:
        assert token not in client.get(url).content.decode()


def test_the_list_asks_the_database_as_often_for_three_emails_as_for_one(
    client: Client, cast: Cast, django_assert_num_queries
):
    sign_in(client, cast.administrator)
    mail.failed("a@example.net", path=cast.path)
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)
    mail.failed("b@example.net", path=cast.path)
    mail.sent("c@example.net", path=cast.other_path)
    with django_assert_num_queries(7):
        client.get(LIST)


# --- The preview -----------------------------------------------------------------------------


def test_the_preview_runs_and_fetches_nothing_and_stands_in_our_frame_alone(
    client: Client, manager, outbox
):
    email = outbox["of the path"]
    hostile = (
        '<script>alert(1)</script><img src="https://eve.example/x.png" onerror="alert(1)">'
        '<form action="https://eve.example"><input name="password"></form><base href="//eve.example">'
    )
    OutgoingEmail.objects.filter(pk=email.pk).update(html=hostile)
    sign_in(client, manager)
    response = client.get(page(email, "as-read"))
    policy = {
        words[0]: words[1:]
        for words in (part.split() for part in response["Content-Security-Policy"].split(";"))
        if words
    }
    assert policy["default-src"] == policy["script-src"] == ["'none'"]
    assert policy["sandbox"] == ["allow-popups"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert policy["form-action"] == policy["base-uri"] == policy["object-src"] == ["'none'"]
    assert policy["img-src"] == ["'self'", "data:"]
    assert policy["style-src"] == ["'unsafe-inline'"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_the_page_shows_the_preview_in_a_frame_that_may_do_nothing(client: Client, manager, outbox):
    email = outbox["of the path"]
    sign_in(client, manager)
    shown = client.get(page(email)).content.decode()
    address = reverse("admin:mail_outgoingemail_as_read", args=[email.pk])
    assert f'<iframe class="email-frame" sandbox src="{address}"' in shown


def test_what_a_reader_or_a_server_wrote_is_escaped_on_the_page(client: Client, manager, outbox):
    email = outbox["of the path"]
    hostile = "<script>alert(1)</script>"
    OutgoingEmail.objects.filter(pk=email.pk).update(
        subject=hostile, text=hostile, last_answer=f"550 {hostile}"
    )
    sign_in(client, manager)
    for url in [LIST, page(email), page(email, "history"), "/admin/stuck/", "/admin/"]:
        assert hostile not in client.get(url).content.decode(), url
