"""The headers of every address, for people of several roles."""

import pytest
from django.urls import get_resolver

from .access_matrix import MATRIX
from .security_headers import SAME, is_private, policy_of, wrong_with
from .test_access import addresses, urls_of, world

__all__ = ["world"]  # of this module too

PREVIEW = "admin:mail_outgoingemail_as_read"
FILES = {
    "contact:own_file",
    "contact:linked_file",
    "admin:contact_request_file",
    "helpcenter:attachment",
}
PICTURES = {"helpcenter:picture", "guides:picture"}
# They have a policy of their own, which a test of their own looks at.
OWN_POLICY = FILES | PICTURES | {PREVIEW}
ARTICLE_PREVIEW = "admin:helpcenter_article_preview"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anonymous", "mentor", "manager", "administrator"])
def test_s36_s37_every_address_sends_them_and_what_is_personal_is_kept_by_no_cache(world, role):
    wrong: dict[str, list[str]] = {}
    for name in sorted(set(addresses(get_resolver())) & set(MATRIX)):
        response = world.client(role).get(urls_of(world, name)[0])
        if role != "anonymous" and not is_private(response):
            wrong[f"{name}, cached"] = [response.headers.get("Cache-Control", "")]
        framed = name == ARTICLE_PREVIEW and role == "administrator"
        if not framed and not (response.status_code == 200 and name in OWN_POLICY):
            wrong[name] = wrong_with(response)
        response.getvalue()  # a file is closed once it is read
    assert {name: what for name, what in wrong.items() if what} == {}


@pytest.mark.django_db
def test_s24_a_file_is_saved_and_never_shown(world):
    for name in sorted(FILES):
        role = "anonymous" if "linked" in name else "mentor" if "own" in name else "manager"
        response = world.client(role).get(urls_of(world, name)[0])
        assert response.status_code == 200, name
        assert response["Content-Disposition"].startswith("attachment; filename="), name
        assert response["Content-Type"] == "application/octet-stream", name
        assert policy_of(response) == {"sandbox": [], "default-src": ["'none'"]}, name
        assert {key: response.headers.get(key) for key in SAME} == SAME, name
        assert is_private(response), name
        response.getvalue()  # a file is closed once it is read


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(PICTURES))
def test_s24_a_picture_in_a_text_is_nothing_but_pixels(world, name):
    """Made anew when it was uploaded, so it may be shown; alone it can still do nothing."""
    response = world.client("mentor").get(urls_of(world, name)[0])
    assert response["Content-Type"].startswith("image/")
    assert policy_of(response) == {"sandbox": [], "default-src": ["'none'"]}
    assert {key: response.headers.get(key) for key in SAME} == SAME
    response.getvalue()


@pytest.mark.django_db
def test_the_preview_of_an_article_is_framed_by_the_editor_alone(world):
    response = world.client("administrator").get(urls_of(world, ARTICLE_PREVIEW)[0])
    policy = policy_of(response)
    assert policy["frame-ancestors"] == ["'self'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & set(sum(policy.values(), []))
    response.getvalue()
