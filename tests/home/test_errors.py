"""The pages for what went wrong."""

import logging
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError, ProgrammingError
from django.test import Client

from mentorhub.home import errors, views


@pytest.fixture
def broken(monkeypatch) -> Client:
    """A browser on a site whose home page has a mistake in it."""

    def mistake(*_: object) -> None:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr(views, "render", mistake)
    return Client(raise_request_exception=False)


def test_a_missing_page_offers_ways_on(client: Client, mentor):
    page = client.get("/no/such/page/?a=1").content.decode()
    assert 'href="/accounts/login/?next=/no/such/page/%3Fa%3D1"' in page
    client.force_login(mentor)
    assert "Sign in and try again" not in client.get("/no/such/page/").content.decode()


def test_what_was_typed_into_the_address_is_escaped(client: Client, db):
    response = client.get("/<script>alert(1)</script>/?next=<script>alert(2)</script>")
    assert response.status_code == 404
    assert b"<script>alert" not in response.content


def test_a_mistake_of_ours_shows_an_id_that_the_log_has_too(broken, caplog, db):
    response = broken.get("/")
    shown = re.search(r"quote <b>([0-9a-f]{8})</b>", response.content.decode())
    assert response.status_code == 500
    assert f"Incident {shown[1]}: GET /" in caplog.text
    assert b"a secret detail" not in response.content


def test_s21_an_address_with_line_breaks_is_one_line_of_the_log(caplog, rf):
    with caplog.at_level(logging.ERROR):
        errors.server_error(rf.get("/a%0AERROR forged: all is lost\x1b[31m"))
    [record] = caplog.records
    assert "\n" not in record.getMessage()
    assert "\x1b" not in record.getMessage()


def test_its_page_needs_no_database(broken, django_db_blocker, caplog):
    with django_db_blocker.block():
        assert broken.get("/").status_code == 500


def test_what_the_database_cannot_do_just_now_comes_back_to_be_sent_again(client, monkeypatch, db):
    monkeypatch.setattr("contact.views.form.render", locked)
    client.raise_request_exception = False
    notes = SimpleUploadedFile("notes.txt", b"Some notes.")

    response = client.post(
        "/contact/", {"body": "Two <b>words", "token": "a-token", "files": notes}
    )

    page = response.content.decode()
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "no-store" in response["Cache-Control"]
    assert '<input type="hidden" name="body" value="Two &lt;b&gt;words">' in page
    assert '<input type="hidden" name="token" value="a-token">' in page
    assert "<p>Two &lt;b&gt;words</p>" in page
    assert "notes.txt" in page


def test_a_password_never_comes_back(client, monkeypatch, db):
    monkeypatch.setattr("contact.views.form.render", locked)
    client.raise_request_exception = False

    response = client.post("/contact/", {"password": "mine and mine alone", "body": "Two words"})

    assert response.status_code == 503
    assert b"mine" not in response.content


def test_a_page_that_the_database_cannot_give_just_now_says_when(broken, monkeypatch, db):
    monkeypatch.setattr(views, "render", locked)

    response = broken.get("/")

    assert response.status_code == 503
    assert b"usually within a minute" in response.content


def locked(*_: object, **__: object) -> None:
    raise OperationalError("canceling statement due to lock timeout")


def gone(*_: object, **__: object) -> None:
    raise DatabaseError("server closed the connection unexpectedly")


def ours(*_: object, **__: object) -> None:
    raise ProgrammingError("no such column")


@pytest.mark.parametrize(("trouble", "status"), [(locked, 503), (gone, 503), (ours, 500)])
def test_what_passes_by_itself_is_told_from_a_mistake_of_ours(broken, monkeypatch, trouble, status):
    monkeypatch.setattr(views, "render", trouble)

    assert broken.get("/").status_code == status


def test_a_form_without_its_token_is_explained(db):
    response = Client(enforce_csrf_checks=True).post("/contact/", {"body": "x"})
    assert response.status_code == 403
    assert b"<h1>" in response.content
    assert b"CSRF" not in response.content
