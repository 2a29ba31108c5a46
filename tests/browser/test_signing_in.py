"""The ways in: a code by email, and for staff a second factor that opens the desk."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page, expect

from mentorhub.people.models import User
from tests.cast import Cast
from tests.factories.people import PASSWORD
from tests.rig.mail_sink import MailSink, text_of
from tests.rig.stack import Stack, wait_until

from .conftest import Somebody
from .signing_in import sign_in, with_a_real_password

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]


def test_a_mentor_signs_in_with_a_code_from_their_email(
    stack: Stack, sink: MailSink, somebody: Somebody, cast: Cast
) -> None:
    mentor = cast.mentor
    stack.start_all()

    page = somebody.opens(f"{stack.url}/accounts/login/")
    page.get_by_role("link", name="Send me a sign-in code").click()
    page.get_by_label("Email").fill(mentor.email)
    page.get_by_role("button").filter(has_text=re.compile("code", re.IGNORECASE)).first.click()
    wait_until(lambda: len(sink.to(mentor.email)) == 1, "the code to arrive")
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", text_of(sink.to(mentor.email)[0]), re.MULTILINE)
    assert code is not None
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button").filter(
        has_text=re.compile("sign in|confirm", re.IGNORECASE)
    ).first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello Amina")


def test_the_desk_opens_only_after_a_second_factor(
    stack: Stack, somebody: Somebody, cast: Cast
) -> None:
    manager = cast.manager
    with_a_real_password(manager)
    stack.environment["STAFF_SECOND_FACTOR"] = "on"
    stack.start_web()

    page = somebody.opens(f"{stack.url}/admin/contact/request/")
    sign_in(page, manager)
    expect(page.get_by_text("Staff pages need a second factor")).to_be_visible()

    enrol(page, manager)
    page.goto(f"{stack.url}/admin/contact/request/")
    page.get_by_label("Code").fill(recovery_code_of(manager))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Mine", level=1)).to_be_visible()

    # A new session has shown none yet, whatever the password.
    another = somebody.opens(f"{stack.url}/admin/contact/request/")
    sign_in(another, manager)
    expect(another.get_by_label("Code")).to_be_visible()
    expect(another.get_by_role("heading", name="Mine", level=1)).not_to_be_visible()


def enrol(page: Page, person: User) -> None:
    """Set up an authenticator app, as a phone would that has read the QR code."""
    page.get_by_role("link", name="Set up the app").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    secret = page.get_by_label("Authenticator secret").input_value()
    counter = next(iter(yield_hotp_counters_from_time()))
    page.get_by_label("Code").fill(format_hotp_value(hotp_value(secret, counter)))
    page.get_by_role("button").filter(
        has_text=re.compile("activate|set up|turn on", re.IGNORECASE)
    ).first.click()
    wait_until(lambda: Authenticator.objects.filter(user=person).exists(), "the app to be set up")


def recovery_code_of(person: User) -> str:
    """One that was not used; the app's code has just been, and each works once."""
    codes = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return str(RecoveryCodes(codes).get_unused_codes()[0])
