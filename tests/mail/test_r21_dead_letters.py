"""R21: what failed for good is seen by staff, and can be tried again or given up."""

import datetime
import itertools
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentorhub.mail.models import NEEDS_A_PERSON, OutgoingEmail, State
from mentorhub.people.models import AuditEntry
from mentorhub.relay import lanes
from tests.cast import Cast, sign_in
from tests.factories import mail
from tests.rig.mail_sink import DROP, MailSink

from .conftest import send

LIST = "/admin/mail/outgoingemail/"
ABOUT = "/admin/contact/request/1/change/"
KINDS = {
    "no such mailbox": "550 5.1.1 no such mailbox",
    "too large": "552 5.3.4 message too large",
    "refused as spam": "554 5.7.1 looks like spam",
    "given up": "451 4.7.1 come back later",
    "in doubt": DROP,
}
OF_EACH = 4


@pytest.fixture
def dead(cast: Cast, sink: MailSink) -> list[OutgoingEmail]:
    """Twenty emails that the mail server itself refused, four of each kind."""
    made = []
    for n, (kind, answer) in itertools.product(range(OF_EACH), KINDS.items()):
        reader = f"reader{n}@{kind.replace(' ', '-')}.example"
        at = sink.at_rcpt if kind == "no such mailbox" else sink.at_data
        at[reader] = answer
        lane = lanes.BULK if kind == "in doubt" else lanes.ACCOUNT
        email = mail.email(reader, f"{kind} {n}", path=cast.path, about=ABOUT, lane=lane)
        if kind == "given up":
            long_ago = timezone.now() - datetime.timedelta(days=3)
            OutgoingEmail.objects.filter(pk=email.pk).update(created_at=long_ago)
        made.append(email)
    for email in made:
        send(email)
    sink.at_rcpt.clear()
    sink.at_data.clear()
    return made


def test_r21_each_is_in_the_admin_with_its_reason_attempts_answer_and_object(
    client: Client, cast: Cast, dead: list[OutgoingEmail]
) -> None:
    assert OutgoingEmail.objects.filter(state__in=NEEDS_A_PERSON).count() == len(dead) == 20
    sign_in(client, cast.manager)
    listed = unescape(client.get(LIST).content.decode())

    for email in dead:
        page = unescape(client.get(f"{LIST}{email.pk}/change/").content.decode())
        assert email.subject in listed and email.last_answer[:60] in listed
        assert email.get_state_display().capitalize() in page
        assert "<dt>Attempts</dt><dd>1</dd>" in page
        assert email.last_answer and email.last_answer in page
        assert f'href="{ABOUT}"' in page


def test_r21_the_front_page_counts_them_for_those_who_may_see_them(
    client: Client, cast: Cast, dead: list[OutgoingEmail]
) -> None:
    sign_in(client, cast.manager)
    assert "20 things are stuck or failed" in client.get("/admin/").content.decode()
    sign_in(client, cast.editor)
    assert "4 things are stuck or failed" in client.get("/admin/").content.decode()  # the bulk lane
    sign_in(client, cast.other_manager)
    assert "stuck or failed" not in client.get("/admin/").content.decode()


def test_r21_the_count_costs_the_same_for_any_number(
    client: Client, cast: Cast, dead: list[OutgoingEmail]
) -> None:
    sign_in(client, cast.manager)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        return len(queries)

    cost()
    before = cost()
    mail.failed("one@example.net", path=cast.path)
    assert cost() == before


def test_r21_retry_and_discard_are_permissioned_and_audited(
    client: Client, cast: Cast, sink: MailSink, dead: list[OutgoingEmail]
) -> None:
    first, second = dead[:2]
    sign_in(client, cast.other_manager)
    for act in ["retry", "discard"]:
        assert client.post(f"{LIST}{first.pk}/{act}/").status_code == 404

    sign_in(client, cast.manager)
    for _twice in range(2):
        client.post(f"{LIST}{first.pk}/retry/")
        send(first)
    client.post(f"{LIST}{second.pk}/discard/")
    send(second)

    assert sink.by_message_id() == {first.message_id: 1}
    second.refresh_from_db()
    assert second.state == State.DISCARDED
    noted = AuditEntry.objects.filter(actor=cast.manager).exclude(act="signed in").order_by("pk")
    assert list(noted.values_list("act", "about")) == [
        (AuditEntry.Act.RETRIED, f"test {first.message_id}"),
        (AuditEntry.Act.DISCARDED, f"test {second.message_id}"),
    ]


def test_r21_all_are_retried_at_once_and_each_arrives_once(
    client: Client, cast: Cast, sink: MailSink, dead: list[OutgoingEmail]
) -> None:
    sign_in(client, cast.manager)
    chosen = {"action": "retry_chosen", "_selected_action": [email.pk for email in dead]}

    for _twice in range(2):
        client.post(LIST, chosen)
        send(*dead)

    assert sink.by_message_id() == {email.message_id: 1 for email in dead}
    assert AuditEntry.objects.filter(act=AuditEntry.Act.RETRIED).count() == 20
