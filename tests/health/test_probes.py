"""What load balancers ask."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

from mentorhub.health.probes import ProbesMiddleware


def test_a_process_that_lives_says_so_without_the_database(django_db_blocker):
    with django_db_blocker.block():
        response = Client().get("/healthz")

    assert (response.status_code, response.content) == (200, b"alive\n")


def test_a_probe_comes_by_address_and_plain_http(db, settings):
    settings.SECURE_SSL_REDIRECT = True

    response = Client().get("/readyz", headers={"host": "10.0.0.7:8000"})

    assert (response.status_code, response.content) == (200, b"ready\n")


def test_without_the_database_nobody_is_sent_here(monkeypatch):
    monkeypatch.setattr(connection, "cursor", _away)

    response = Client().get("/readyz")

    assert (response.status_code, response.content) == (503, b"the database does not answer\n")


def test_before_the_migrations_nobody_is_sent_here(db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'contact'")

    assert ProbesMiddleware(lambda request: None).not_ready() == "migrations are missing"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_changes_nothing(path):
    assert Client().post(path).status_code == 405


@override_settings(TRUSTED_PROXIES=1)
def test_the_id_of_a_proxy_is_kept_and_nonsense_is_not():
    client = Client()

    assert (
        client.get("/healthz", headers={"x-request-id": "abcdef12"})["X-Request-ID"] == "abcdef12"
    )
    forged = client.get("/healthz", headers={"x-request-id": 'x" onload="'})["X-Request-ID"]
    assert len(forged) == 32


@override_settings(TRUSTED_PROXIES=0)
def test_without_a_proxy_nobody_chooses_their_id():
    response = Client().get("/healthz", headers={"x-request-id": "abcdef12"})

    assert response["X-Request-ID"] != "abcdef12"


def _away():
    raise OperationalError("connection refused")
