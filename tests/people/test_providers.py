"""Signing in by a provider that fails: the page tells what to do, and the log no secret."""

from types import SimpleNamespace

import pytest
from allauth.socialaccount.helpers import render_authentication_error
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(client: Client, caplog):
    """The page after Google answered something that it should not."""
    request = client.get("/accounts/login/").wsgi_request
    google = SimpleNamespace(id="google", name="Google <b>")
    error = ValueError("token=heron-secret")
    return render_authentication_error(request, google, exception=error)


def test_the_page_says_whom_it_failed_with_and_offers_other_ways(failed):
    page = failed.content.decode()
    assert failed.status_code == 401
    assert "Google &lt;b&gt; did not tell us who you are" in page
    assert 'href="/accounts/login/"' in page and 'href="/accounts/login/code/"' in page


def test_neither_page_nor_log_holds_what_the_provider_said(failed, caplog):
    logged = [record.getMessage() for record in caplog.get_records("setup")]
    assert logged == ["Signing in by google failed: ValueError"]
    assert "heron-secret" not in failed.content.decode()


def test_who_changed_their_mind_is_told_that_nothing_happened(client: Client):
    page = client.get("/accounts/3rdparty/login/cancelled/").content.decode()
    assert "Nothing was changed" in page
    assert 'href="/accounts/login/code/"' in page
