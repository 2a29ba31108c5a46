"""The one door that an email leaves by."""

import contextlib
import select

import psycopg2
import pytest
from django.core import mail as djangos_mail  # noqa: TID251 (to see it refuse)
from django.db import connection, transaction
from django.test import override_settings

from mentorhub import settings as our_settings
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.relay import due, lanes
from tests.factories import mail, paths
from tests.reliability.at_once import at_once


@pytest.mark.django_db
def test_one_key_makes_one_email():
    first = mail.email("amina@example.net", "One", key="receipt:1")
    second = mail.email("leo@example.net", "Two", key="receipt:1")
    assert second.pk == first.pk
    assert (second.subject, second.to_address) == ("One", "amina@example.net")
    assert OutgoingEmail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_key_makes_one_email_even_at_the_same_moment():
    made = at_once([lambda: mail.email("amina@example.net", key="receipt:1")] * 5)
    assert len({email.pk for email in made}) == 1
    assert OutgoingEmail.objects.count() == 1


@pytest.mark.django_db
def test_a_new_email_is_due_at_once_in_the_lane_of_those_who_wait_for_it():
    email = mail.email("amina@example.net")
    assert (email.state, email.lane, email.attempts) == (State.QUEUED, lanes.ACCOUNT, 0)
    assert list(OutgoingEmail.objects.in_lane(lanes.ACCOUNT).due()) == [email]
    assert list(OutgoingEmail.objects.in_lane(lanes.BULK).due()) == []


@pytest.mark.django_db
def test_an_email_keeps_what_it_is_about():
    path = paths.path("Data Analyst")
    email = mail.email("amina@example.net", path=path, about="/admin/1/", lane=lanes.BULK)
    assert (email.path, email.about, email.lane) == (path, "/admin/1/", lanes.BULK)


@contextlib.contextmanager
def listening():
    """Another connection that hears what the relay hears; yields whether a notification came."""
    ours = connection.get_connection_params()
    listener = psycopg2.connect(**{key: ours[key] for key in ours if key != "cursor_factory"})
    listener.set_session(autocommit=True)

    def heard() -> bool:
        if select.select([listener], [], [], 0.2)[0]:
            listener.poll()
        found = bool(listener.notifies)
        listener.notifies.clear()
        return found

    try:
        with listener.cursor() as cursor:
            cursor.execute(f"LISTEN {due.CHANNEL}")
        yield heard
    finally:
        listener.close()


@pytest.mark.django_db(transaction=True)
def test_the_relay_is_woken_once_the_transaction_commits_and_not_before():
    with listening() as heard:
        with transaction.atomic():
            mail.email("amina@example.net")
            assert not heard()
        assert heard()


@pytest.mark.django_db(transaction=True)
def test_an_email_whose_cause_did_not_happen_does_not_leave():
    with listening() as heard:
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            mail.email("amina@example.net")
            raise ZeroDivisionError
        assert not heard()
    assert OutgoingEmail.objects.count() == 0


@pytest.mark.parametrize(
    "send",
    [
        lambda: djangos_mail.send_mail("Hello", "Words", None, ["amina@example.net"]),
        lambda: djangos_mail.EmailMessage("Hello", "Words", to=["amina@example.net"]).send(),
        lambda: djangos_mail.mail_admins("Hello", "Words"),
    ],
)
def test_whoever_goes_around_the_outbox_is_told_to_use_it(send):
    # Django's test runner put a backend of its own in place of ours.
    ours = {"EMAIL_BACKEND": our_settings.EMAIL_BACKEND, "ADMINS": [("A", "a@example.net")]}
    with (
        override_settings(**ours),
        pytest.raises(RuntimeError, match=r"mentorhub\.mail\.outbox\.queue"),
    ):
        send()
