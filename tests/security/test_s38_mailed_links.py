"""S32, S33, S38: mailed links lead here, opening one spends nothing, and no door leads elsewhere."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from guides import choosing
from mentorhub.mail.models import OutgoingEmail
from tests.cast import Cast, sign_in
from tests.contact.test_new_request import URL, fields
from tests.factories import contact, guides, people
from tests.people.test_sign_in import HOSTILE
from tests.test_access import digest

pytestmark = pytest.mark.django_db

# --- S38: what mail scanners open --------------------------------------------------------------


@pytest.fixture
def mailed(cast: Cast, client: Client) -> list[str]:
    """The address of every link in one email of each kind."""
    asked = contact.routed(cast.mentor, cast.path, cast.topic) if cast.manager else None
    contact.answer(asked, cast.manager)
    contact.reply(asked)
    client.post(URL, fields(cast, name="Robin", email="robin@example.net"))
    people.invitation("nina@example.net", cast.administrator)
    client.post("/accounts/password/reset/", {"email": cast.mentor.email})
    guide = guides.guide(cast.path)
    guides.note(guide, cast.mentor, named=[cast.colleague])
    found: set[str] = set()
    for email in OutgoingEmail.objects.all():
        found |= set(re.findall(r"https?://[^\s\"<>]+", f"{email.text} {email.html}"))
        found |= {email.unsubscribe_url} - {""}
    return sorted(found)


def test_s32_every_link_in_every_email_leads_to_the_configured_site(mailed):
    assert len(mailed) >= 6
    assert {f"{urlsplit(it).scheme}://{urlsplit(it).netloc}" for it in mailed} == {
        settings.SITE_URL
    }


def test_s38_opening_every_mailed_link_a_hundred_times_spends_nothing(mailed, cast: Cast):
    before = digest()
    for address in mailed:
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        for _time in range(50):
            cache.clear()  # scanners come from many networks
            for answer in [Client().get(path), Client().head(path)]:
                assert answer.status_code in {200, 302}, path
    assert digest() == before
    # The links that do something still do it, once somebody presses a button.
    invited = next(urlsplit(it).path for it in mailed if "/invitation/" in it)
    form = {"name": "Nina", "password": "a quiet place to lie"}
    assert Client().post(invited, form).url == reverse("account_login")
    reset = next(urlsplit(it).path for it in mailed if "/reset/key/" in it)
    browser = Client()
    page = browser.get(reset, follow=True).request["PATH_INFO"]
    new = {"password1": "a quiet place to lie", "password2": "a quiet place to lie"}
    assert browser.post(page, new).status_code == 302
    cast.mentor.refresh_from_db()
    assert cast.mentor.check_password("a quiet place to lie")


@pytest.mark.parametrize("doors", ["guides", "helpcenter"])
def test_s38_one_click_ends_emails_without_cookies_and_without_a_redirect(cast: Cast, doors):
    link = {
        "guides": urlsplit(choosing.stop_link(cast.mentor.pk)).path,
        "helpcenter": reverse(
            "helpcenter:stop_following",
            args=[signing.dumps([cast.mentor.pk], salt="helpcenter.stop-following")],
        ),
    }[doors]
    answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})
    if doors == "guides":  # the one that emails name in List-Unsubscribe
        assert answer.status_code == 200
    else:
        assert answer.status_code == 403  # its page has a button, with a token
    for other in [f"{link[:-2]}A/", link.replace("/stop", "/stop/x")]:
        assert Client().post(other, {"List-Unsubscribe": "One-Click"}).status_code in {200, 404}


# --- S33 ----------------------------------------------------------------------------------------

DOORS = [
    "/accounts/login/?next={}",
    "/accounts/logout/?next={}",
    "/accounts/login/code/?next={}",
    "/accounts/signup/?next={}",
    "/accounts/reauthenticate/?next={}",
    "/accounts/2fa/reauthenticate/?next={}",
    "/accounts/2fa/authenticate/?next={}",
    "/accounts/password/reset/?next={}",
    "/admin/login/?next={}",
    "/admin/logout/?next={}",
    "/contact/?next={}",
    "/search/?next={}",
]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("role", ["nobody", "mentor", "manager"])
def test_s33_no_door_leads_to_another_site(cast: Cast, door, role):
    for hostile in HOSTILE:
        client = Client()
        if role != "nobody":
            sign_in(client, getattr(cast, role))
        cache.clear()
        path, _, _rest = door.partition("?")
        for answer in [
            client.get(path, {"next": hostile}),
            client.post(path, {"next": hostile, "password": people.PASSWORD}),
        ]:
            where = answer.headers.get("Location", "/")
            assert urlsplit(where).netloc in {"", "testserver"}, where
            assert where.startswith("/") and where[1:2] not in {"/", "\\"}, where
