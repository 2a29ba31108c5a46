"""The page for Prometheus: closed unless asked for, right over several processes, nobody named."""

import re
from contextlib import closing
from http.client import HTTPConnection

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mentorhub.env import BadSetting, Env
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.watching import Watching, of_environment
from tests.factories import contact, mail

TOKEN = "prometheus-reads-with-this-token"
BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def wanted(settings):
    settings.WATCHING = Watching(metrics_token=TOKEN)


def test_nobody_asked_for_it_so_it_is_not_there(db):
    assert Client().get("/metrics", headers=BEARER).status_code == 404


@pytest.mark.parametrize(
    "headers", [{}, {"authorization": "Bearer wrong"}, {"authorization": TOKEN}]
)
def test_without_the_token_it_is_not_there(db, wanted, headers):
    assert Client().get("/metrics", headers=headers).status_code == 404


def test_it_says_how_the_site_is(db, wanted):
    mail.email("a@example.net")
    OutgoingEmail.objects.update(state=State.FAILED)

    page = Client().get("/metrics", headers=BEARER).content.decode()

    assert 'mentorhub_emails{lane="account",state="failed"} 1.0' in page
    assert 'mentorhub_is_well{what="dead_letters"} 0.0' in page
    assert "mentorhub_mail_server_failures 0.0" in page
    assert "mentorhub_relay_silent_seconds -1.0" in page
    assert 'mentorhub_import_lines_left{step="check"} 0.0' in page
    assert "mentorhub_database_is_there 1.0" in page


def test_a_request_is_counted_by_the_name_of_its_view_and_nobody_is_named(cast, mentor, wanted):
    sent = contact.submitted(mentor, cast.path, cast.topic)
    client = Client()
    client.force_login(mentor)
    client.get(sent.get_absolute_url())
    client.get("/nothing/here/heron/")

    page = client.get("/metrics", headers=BEARER).content.decode()

    assert 'mentorhub_requests_total{method="GET",status="200",view="contact:own_request"}' in page
    assert 'mentorhub_requests_total{method="GET",status="404",view="none"}' in page
    assert [
        word for word in [mentor.email, mentor.name, "heron", sent.subject] if word in page
    ] == []


def test_a_look_costs_the_same_however_much_there_is(cast, mentor, wanted):
    client = Client()
    with CaptureQueriesContext(connection) as before:
        client.get("/metrics", headers=BEARER)
    contact.submitted(mentor, cast.path, cast.topic)
    for name in ["a", "b", "c"]:
        mail.email(f"{name}@example.net")

    with CaptureQueriesContext(connection) as after:
        client.get("/metrics", headers=BEARER)

    assert len(after) == len(before)


@pytest.mark.processes
def test_each_request_counts_once_whichever_process_answered_it(stack, collected_static):
    stack.environment |= {"METRICS_TOKEN": TOKEN}
    stack.start_web_as_deployed()
    for _time in range(40):
        _get(stack, "/help/")

    page = _get(stack, "/metrics", BEARER)

    counted = re.search(r'requests_total{.*view="helpcenter:home"} ([\d.]+)', page)
    assert counted is not None, page
    assert float(counted[1]) == 40


def test_a_setting_without_its_package_ends_the_process_in_one_line(monkeypatch):
    monkeypatch.setattr("mentorhub.watching.find_spec", lambda name: None)

    for name, value in [("SENTRY_DSN", "https://a@b.example/1"), ("METRICS_TOKEN", TOKEN)]:
        with pytest.raises(BadSetting, match=f"{name} is set, but the package"):
            of_environment(Env({name: value}))


@pytest.mark.parametrize("dsn", ["b.example/1", "https://b.example/1", "https://a@b.example"])
def test_a_malformed_dsn_ends_the_process(dsn):
    with pytest.raises(BadSetting, match="SENTRY_DSN is malformed"):
        of_environment(Env({"SENTRY_DSN": dsn}))


def _get(stack, path, headers=()):
    """On a connection of its own, so that both processes get some."""
    with closing(HTTPConnection("localhost", stack.port)) as web:
        web.request("GET", path, headers=dict(headers))
        return web.getresponse().read().decode()
