"""The staff's side of the site: who comes in, and by which steps."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from mentorhub.people.models import Role, User
from tests.cast import Cast, sign_in
from tests.factories import people
from tests.people.test_second_factor import Phone

ADMIN = "/admin/"
DESK = "/admin/contact/request/"
STAFF = ["manager", "editor", "administrator", "nadia"]


@pytest.fixture(autouse=True)
def unhurried(settings) -> None:
    """A code counts for half a minute more, in case that a test crosses the boundary."""
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture
def school(cast: Cast) -> Cast:
    """With Nadia in her team."""
    assert cast.finance
    return cast


def where(client: Client, url: str = ADMIN) -> str:
    """Where a browser ends that asks for a page and follows, or the status of what it is shown."""
    response = client.get(url)
    while response.status_code == 302 and response.url.startswith(ADMIN):
        response = client.get(response.url)
    return str(response.headers.get("Location", response.status_code))


@pytest.mark.parametrize("url", [ADMIN, DESK, "/admin/stuck/", "/admin/no/such/page/"])
def test_a_stranger_is_led_to_the_sign_in_page_and_back(client: Client, db, url):
    assert where(client, url) == f"/accounts/login/?next={url}"


@pytest.mark.parametrize("role", ["mentor", "assessor"])
@pytest.mark.parametrize(
    "url", [ADMIN, DESK, "/admin/stuck/", "/admin/login/", "/admin/no/such/page/"]
)
def test_for_who_is_no_staff_there_is_nothing(client: Client, cast, role, url):
    sign_in(client, getattr(cast, role))
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("role", STAFF)
def test_staff_without_a_second_factor_are_led_to_where_they_add_one(client, school, role):
    client.force_login(getattr(school, role))
    response = client.get("/admin/login/")
    assert response.url == "/accounts/2fa/"
    [message] = get_messages(response.wsgi_request)
    assert str(message).startswith("Staff pages need a second factor.")
    assert where(client) == "/accounts/2fa/"


@pytest.mark.parametrize("role", STAFF)
def test_staff_who_have_one_show_it_once_in_each_session(client: Client, school, role):
    person = getattr(school, role)
    phone = Phone(person)
    client.force_login(person)
    asked = where(client)
    assert asked.startswith("/accounts/2fa/reauthenticate/?next=%2Fadmin%2F")
    client.post(asked, {"code": "000000"})
    assert where(client) == asked
    assert client.post(asked, {"code": phone.code()}).url == ADMIN
    assert client.get(ADMIN).status_code == 200
    other = Client()
    other.force_login(person)
    assert where(other) == asked


def test_showing_the_password_again_is_not_showing_the_factor(client: Client, manager):
    Phone(manager)
    client.force_login(manager)
    client.post("/accounts/reauthenticate/", {"password": people.PASSWORD})
    assert where(client).startswith("/accounts/2fa/reauthenticate/")


def test_who_becomes_staff_is_asked_for_it_from_then_on(client: Client, cast: Cast):
    client.force_login(cast.mentor)
    assert client.get(ADMIN).status_code == 404
    people.role(cast.mentor, Role.Kind.MANAGER, cast.path)
    assert where(client) == "/accounts/2fa/"


def test_who_takes_the_last_one_away_has_shown_none(client: Client, manager):
    phone = Phone(manager)
    client.force_login(manager)
    client.post(where(client), {"code": phone.code()})
    assert client.get(ADMIN).status_code == 200
    client.post("/accounts/2fa/totp/deactivate/")
    assert not manager.authenticator_set.exists()
    assert where(client) == "/accounts/2fa/"


@pytest.mark.parametrize("role", STAFF)
def test_an_installation_may_do_without(client: Client, school, settings, role):
    settings.STAFF_SECOND_FACTOR = False
    client.force_login(getattr(school, role))
    assert client.get(ADMIN).status_code == 200


def test_who_is_no_staff_any_more_is_out_at_once(client: Client, cast: Cast):
    sign_in(client, cast.manager)
    assert client.get(DESK).status_code == 200
    Role.objects.filter(user=cast.manager).delete()
    assert client.get(DESK).status_code == 404
    sign_in(client, cast.administrator)
    User.objects.filter(pk=cast.administrator.pk).update(is_active=False)
    assert where(client, DESK) == f"/accounts/login/?next={DESK}"


# --- No side door ----------------------------------------------------------------------------


def test_the_admin_takes_no_password(client: Client, administrator):
    form = {"username": administrator.email, "password": people.PASSWORD, "next": ADMIN}
    for url in ["/admin/login/", ADMIN, "/admin/login/?next=/admin/"]:
        assert client.post(url, form).status_code == 302
        assert b'type="password"' not in client.get(url).content
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/admin/logout/", "/accounts/logout/"),
        ("/admin/password_change/", "/accounts/password/change/"),
        ("/admin/password_change/done/", "/accounts/password/change/"),
    ],
)
def test_what_the_site_has_a_page_for_leads_there(client: Client, administrator, url, target):
    sign_in(client, administrator)
    for response in [client.get(url), client.post(url, {"new_password1": "x"})]:
        assert response.url == target


@pytest.mark.parametrize(
    "url",
    [
        "auth/group/",
        "mfa/authenticator/",
        "socialaccount/socialaccount/",
        "socialaccount/socialapp/",
    ]
    + ["socialaccount/socialtoken/", "sessions/session/", "admin/logentry/", "r/1/1/", "jsi18n/x/"],
)
def test_what_holds_secrets_has_no_page_even_for_administrators(client, administrator, url):
    sign_in(client, administrator)
    assert client.get(f"/admin/{url}").status_code == 404


@pytest.mark.parametrize("url", ["", "contact/request/", "people/user/", "mail/outgoingemail/"])
@pytest.mark.parametrize(
    "query", ["q=%00", "o=9999", "p=9999", "e=1", "_to_field=password", "all="]
)
def test_a_strange_query_breaks_no_page(client: Client, administrator, url, query):
    sign_in(client, administrator)
    assert client.get(f"/admin/{url}?{query}").status_code in {200, 302, 400, 404}


INDEX = {
    "manager": ["Absences", "Outbox", "Ready answers", "Requests"],
    "nadia": ["Absences", "Ready answers", "Requests"],
    "editor": ["Articles", "Categories", "Guides", "Outbox", "Searches", "Synonyms"],
}


@pytest.mark.parametrize("role", INDEX)
def test_the_index_lists_what_the_person_may_look_after(client: Client, school, role):
    response = sign_in(client, getattr(school, role)).get(ADMIN)
    listed = [str(model["name"]) for app in response.context["app_list"] for model in app["models"]]
    assert sorted(listed, key=str.lower) == INDEX[role]
