"""What errors, files and cookies say to the browser, and whom the site answers at all."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from mentorhub.home import views

from .factories import people
from .security_headers import is_private, wrong_with
from .source import ROOT

# --- Errors ----------------------------------------------------------------------------------


def broken(request: object) -> HttpResponse:
    """A page with a mistake in it."""
    raise ZeroDivisionError


@pytest.fixture
def errors(client: Client, mentor, monkeypatch) -> Iterator[dict[int, HttpResponse]]:
    """One response of each kind of error."""
    careful = Client(enforce_csrf_checks=True, raise_request_exception=False)
    found = {
        400: client.get("/", headers={"host": "eve.example"}),
        403: careful.post("/accounts/login/", {"login": "a"}),
        404: client.get("/no/such/page/"),
        405: client.post("/"),
    }
    for _ in range(21):
        found[429] = client.post("/accounts/password/reset/", {"email": "a@example.net"})
    monkeypatch.setattr(views, "render", broken)
    found[500] = careful.get("/")
    yield found


@pytest.mark.parametrize("status", [400, 403, 404, 405, 429, 500])
def test_s36_an_error_sends_them_too(errors, status):
    response = errors[status]
    assert response.status_code == status
    assert wrong_with(response) == []


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
def test_s40_an_error_has_a_page_of_ours_and_tells_nothing_of_the_inside(errors, status):
    page = errors[status].content.decode()
    assert "MentorHub" in page
    assert "<h1>" in page
    for inside in ["Traceback", "ZeroDivisionError", "DisallowedHost", "/mentorhub/", "django"]:
        assert inside not in page


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_database_that_is_away_sends_them_and_is_kept_by_no_cache(
    mentor, monkeypatch
):
    client = Client(raise_request_exception=False)
    client.force_login(mentor)
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    response = client.get("/contact/requests/")
    monkeypatch.undo()
    assert response.status_code == 503
    assert wrong_with(response) == []
    assert is_private(response)


def test_a_style_sheet_sends_them(settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    response = Client().get("/static/css/base.css")
    assert (response.status_code, response["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert wrong_with(response) == []
    assert response.getvalue()


@pytest.mark.parametrize(
    "path",
    ["/.git/config", "/.env", "/static/", "/static/../manage.py", "/static/%2e%2e/manage.py"]
    + ["/media/", "/files/", "/server-status", "/metrics", "/debug/"],
)
def test_s40_what_is_nobodys_business_is_not_there(client: Client, db, path):
    assert client.get(path).status_code == 404


# --- Hosts and methods -----------------------------------------------------------------------

STRANGE = [
    "eve.example",
    "localhost.eve.example",
    "localhost@eve.example",
    "eve.example:80",
    "[::1]",
]
ALMOST = ["localhost..", ".localhost", "local host", "localhost/", "localhost:80:80", "localhost:x"]


@pytest.mark.parametrize("host", STRANGE + ALMOST)
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/admin/", "/no/such/page/"])
def test_s32_another_host_is_not_answered(client: Client, db, host, path):
    assert client.get(path, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-host", "forwarded", "x-original-url"])
def test_s32_a_host_that_another_header_claims_is_not_believed(client: Client, db, header):
    response = client.get("/contact/requests/", headers={header: "eve.example"})
    assert response.url == "/accounts/login/?next=/contact/requests/"


@pytest.fixture
def https(settings) -> None:
    """The site as it runs in production."""
    settings.SITE = urlsplit("https://support.example.org")
    settings.SECURE = True
    settings.ALLOWED_HOSTS = ["support.example.org"]


@pytest.mark.parametrize(
    "host", ["support.example.org", "support.example.org:443", "Support.Example.ORG"]
)
def test_the_configured_host_is_answered(https, host):
    assert Client().get("/", headers={"host": host}, secure=True).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["support.example.org:444", "support.example.org.", "support.example.org.:443"]
    + ["support.example.org:", "www.support.example.org", "eve.example", "127.0.0.1", "localhost"],
)
def test_s32_a_wrong_port_or_another_spelling_of_the_host_is_not_answered(https, host):
    response = Client().get("/", headers={"host": host}, secure=True)
    assert response.status_code == 400
    assert wrong_with(response) == []


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/contact/", "/admin/", "/no/such/"])
def test_trace_is_refused_and_repeats_nothing(client: Client, administrator, path):
    client.force_login(administrator)
    response = client.trace(path, headers={"x-planted": "heron"})
    assert response.status_code == 405
    assert b"heron" not in response.content


# --- Cookies ---------------------------------------------------------------------------------


def test_s30_no_cookie_is_for_scripts_or_for_other_sites(client: Client, mentor):
    login = "/accounts/login/"
    client.get(login)
    client.post(login, {"login": mentor.email, "password": people.PASSWORD})
    assert set(client.cookies) == {"csrf", "messages", "session"}
    for name, cookie in client.cookies.items():
        assert cookie["httponly"] is True, name
        assert cookie["samesite"] == "Lax", name
        assert (cookie["domain"], cookie["path"]) == ("", "/"), name


ASK = """
import django, json
from django.conf import settings
django.setup()
from django.test import Client
from django.test.utils import override_settings
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
with override_settings(STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": plain}}):
    client = Client(headers={"host": "support.example.org"})
    page = client.get("/accounts/login/", secure=True)
    insecure = client.get("/accounts/login/")
print(json.dumps({
    "cookies": {name: [cookie["secure"], cookie["path"], cookie["domain"]]
                for name, cookie in page.cookies.items()},
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE,
                settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN],
    "hsts": page.headers.get("Strict-Transport-Security"),
    "insecure": [insecure.status_code, insecure.headers.get("Location")],
}))
"""


@pytest.mark.django_db
def test_s30_with_https_cookies_are_bound_to_this_very_host_and_http_leads_to_https():
    """In a process of its own, for the settings are read once."""
    database = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(database._replace(path=f"/{connection.settings_dict['NAME']}"))
    environment = {**os.environ, "SITE_URL": "https://support.example.org", "DATABASE_URL": url}
    asked = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    said = json.loads(asked.stdout)
    assert said["cookies"] == {"__Host-csrf": [True, "/", ""]}
    assert said["session"] == ["__Host-session", True, "/", None]
    assert said["hsts"] == "max-age=31536000; includeSubDomains; preload"
    assert said["insecure"] == [301, "https://support.example.org/accounts/login/"]
