"""S36, S37, S40, S41, S43: what every answer says, who may keep it, and what it does not tell."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from tests.access_matrix import MATRIX
from tests.access_world import World
from tests.security_headers import policy_of, wrong_with
from tests.source import ROOT
from tests.test_access import addresses, urls_of, world

__all__ = ["world"]  # of this module too
pytestmark = pytest.mark.django_db


def score(response) -> int:
    """As the Observatory of MDN counts for a site with https, beginning at 100."""
    policy = policy_of(response)
    sources = set(sum(policy.values(), []))
    points = 100
    points -= 25 * ("Content-Security-Policy" not in response.headers)
    points -= 20 * bool({"'unsafe-inline'", "'unsafe-eval'", "data:"} & set(policy["script-src"]))
    points -= 20 * bool({"*", "http:", "https:"} & sources)
    points -= 5 * (response.headers.get("X-Content-Type-Options") != "nosniff")
    points -= 20 * (response.headers.get("X-Frame-Options") != "DENY")
    points += 5 * (policy.get("default-src") == ["'none'"])
    points += 5 * (policy.get("frame-ancestors") == ["'none'"])
    points += 5 * (response.headers.get("Referrer-Policy") in {"same-origin", "no-referrer"})
    points += 10 * (response.headers.get("Cross-Origin-Resource-Policy") == "same-origin")
    return points


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/contact/", "/help/", "/nothing/"])
def test_s36_the_score_is_at_least_110(client: Client, path):
    response = client.get(path)
    assert score(response) >= 110
    assert wrong_with(response) == []


def test_s36_every_page_names_its_type_and_charset(world: World):
    for role in ["anonymous", "administrator"]:
        for name in sorted(set(addresses(get_resolver())) & set(MATRIX)):
            response = world.client(role).get(urls_of(world, name)[0])
            kind = response.headers.get("Content-Type", "")
            response.getvalue()
            assert kind or response.status_code in {204, 304}, name
            if kind.startswith("text/"):
                assert "charset=utf-8" in kind.replace('"', ""), f"{name}: {kind}"


# --- S37 -------------------------------------------------------------------------------------


def test_s37_no_middleware_keeps_pages_for_everybody():
    assert [it for it in settings.MIDDLEWARE if "cache" in it.lower()] == []


def test_s37_two_people_through_one_cache_see_their_own(world: World):
    """A cache that keeps whatever it may, and asks again for what it may not."""
    kept: dict[str, bytes] = {}
    crossings = []
    for role in ["mentor", "other_mentor", "manager", "anonymous"]:
        for name in sorted(set(addresses(get_resolver())) & set(MATRIX)):
            url = urls_of(world, name)[0]
            if url in kept:
                crossings.append(f"{url} for {role}")
                continue
            response = world.client(role).get(url)
            body, said = response.getvalue(), response.headers.get("Cache-Control", "")
            may = response.status_code == 200 and not re.search("no-store|private|no-cache", said)
            if may and "max-age" in said and "Cookie" not in response.headers.get("Vary", ""):
                assert role == "anonymous" or b"csrfmiddlewaretoken" not in body, url
                kept[url] = body
    assert crossings == []


# --- S43 -------------------------------------------------------------------------------------


def test_s43_a_fragment_alone_has_the_same_headers_and_rights(world: World):
    """What scripts fetch into a page, opened in a tab of its own and as htmx would."""
    fragments = [
        name
        for name in MATRIX
        if re.search(r"suggestions|answers|preview|articles$|as_read|here$", name)
    ]
    assert len(fragments) >= 5
    for name in fragments:
        for role in ["anonymous", "mentor", "other_manager", "manager", "editor"]:
            url = urls_of(world, name)[0]
            alone = world.client(role).get(url)
            within = world.client(role).get(url, headers={"hx-request": "true"})
            assert alone.status_code == within.status_code, f"{name} as {role}"
            for response in [alone, within]:
                policy = policy_of(response)
                assert "'unsafe-inline'" not in policy.get("script-src", []), name
                assert response["X-Content-Type-Options"] == "nosniff", name
                response.getvalue()


# --- S40, S41 --------------------------------------------------------------------------------

PLANTED = {
    "SECRET_KEY": "planted-secret-key-" + "k" * 50,
    "EMAIL_URL": "smtp://mailer:planted-mail-password@smtp.example.org:587?tls=starttls",
    "GOOGLE_CLIENT_ID": "planted-client",
    "GOOGLE_CLIENT_SECRET": "planted-google-secret",
    "OIDC_CLIENT_ID": "planted-oidc",
    "OIDC_CLIENT_SECRET": "planted-oidc-secret",
    "OIDC_SERVER_URL": "https://login.example.org",
    "OIDC_NAME": "Example",
}
ASK = """
import django, json, logging, io
from django.conf import settings
written = io.StringIO()
django.setup()
logging.getLogger().addHandler(logging.StreamHandler(written))
from django.test import Client
from django.test.utils import override_settings
from mentorhub.home import views
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
pages = []
with override_settings(STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": plain}}):
    client = Client(headers={"host": "support.example.org"}, raise_request_exception=False)
    pages += [client.get(path, secure=True) for path in ["/", "/nothing/", "/accounts/login/", "/admin/"]]
    def broken(*arguments, **named):
        secrets = [settings.SECRET_KEY, settings.MAIL_SERVER, settings.SOCIALACCOUNT_PROVIDERS]
        raise ZeroDivisionError("broken")
    views.render = broken
    pages.append(client.get("/", secure=True))
print(json.dumps({
    "pages": [page.content.decode() + str(page.headers) for page in pages],
    "statuses": [page.status_code for page in pages], "log": written.getvalue(),
}))
"""


def production(**variables: str) -> dict[str, str]:
    """The environment of a real site, on the test database."""
    example = dict(
        line.split("=", 1)
        for line in (ROOT / ".env.example").read_text().splitlines()
        if re.match(r"[A-Z_]+=", line)
    )
    given = {name: value.strip('"') for name, value in example.items()}
    mine = {name: os.environ[name] for name in ["DATABASE_URL", "REDIS_URL", "PATH"]}
    return {**given, **mine, "DJANGO_SETTINGS_MODULE": "mentorhub.settings", **variables}


def test_s40_no_page_and_no_log_holds_a_secret():
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=production(**PLANTED, DATA_DIR=str(settings.DATA_DIR)),
        capture_output=True,
        text=True,
    )
    assert asked.returncode == 0, asked.stderr[-2000:]
    said = json.loads(asked.stdout.splitlines()[-1])
    assert said["statuses"][-1] == 500
    everything = " ".join(said["pages"]) + said["log"] + asked.stderr
    for secret in ["planted-secret-key", "planted-mail-password", "planted-google-secret"]:
        assert secret not in everything
    assert "planted-oidc-secret" not in everything


def test_s40_production_s_settings_pass_the_deployment_checks(tmp_path):
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=production(**PLANTED, DATA_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("key", ["", "short", "for-development-only", "x" * 49])
def test_s40_no_process_starts_with_a_weak_key(tmp_path, key):
    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=production(SECRET_KEY=key, DATA_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
    )
    assert started.returncode != 0
    assert "SECRET_KEY" in started.stderr
    assert key not in started.stderr or key == ""


SECRETS = re.compile(
    r"AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|xox[abpr]-[\w-]{10,}|AIza[\w-]{35}|sk_live_\w{10,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{20}"
)


def test_s40_neither_the_tree_nor_its_history_holds_a_secret():
    tracked = subprocess.run(
        [
            "git",
            "log",
            "-p",
            "--all",
            "--no-color",
            "--unified=0",
            "--",
            "*.py",
            "*.md",
            "*.toml",
            "*.env*",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
    ).stdout
    files = [
        path.read_text(errors="replace")
        for path in ROOT.rglob("*.*")
        if path.suffix
        in {".py", ".md", ".toml", ".html", ".js", ".conf", ".yaml", ".yml", ".example"}
        and not {".venv", ".git", ".data"} & set(path.parts)
    ]
    assert SECRETS.findall(tracked + "\n".join(files)) == []


def test_s41_every_package_is_locked_with_hashes_and_django_is_the_long_term_release():
    for name in ["base", "run", "test"]:
        text = (ROOT / f"requirements/{name}.txt").read_text()
        packages = re.split(r"\n(?=[a-z])", text[text.index("\n") + 1 :])
        locked = [it for it in packages if re.match(r"[a-z0-9._\[\]-]+==", it)]
        assert len(locked) >= 20, name
        assert [it.split("==")[0] for it in locked if "--hash=sha256:" not in it] == []
    base = (ROOT / "requirements/base.txt").read_text()
    found = re.search(r"^django==5\.2\.(\d+) ", base, re.M)
    assert found and int(found[1]) >= 19
