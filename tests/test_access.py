"""Every address as every role, against access_matrix.py; and what must never be seen."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .access_matrix import MATRIX, Row
from .access_world import ROLES, World

pytestmark = pytest.mark.django_db

LETTERS = {200: "v", 401: "u", 404: "-", 405: "m", 422: "x"}
TO_SIGN_IN = ("/accounts/login/?next=", "/admin/login/?next=")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> Iterator[World]:
    """Made once and committed, for it takes a while; each test takes back what it did itself."""
    with django_db_blocker.unblock():
        try:
            yield World()
        finally:
            call_command("flush", interactive=False, verbosity=0)


def addresses(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[str]:
    """The full name of every URL pattern; of one without a name, its route."""
    for pattern in resolver.url_patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}" if pattern.name else here
        else:
            yield from addresses(
                pattern, here, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )


def url_of(name: str, row: Row, parameters: dict) -> str:
    """The address with its parameters filled in."""
    if row.at:
        return row.at
    if "/" in name:
        url = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(parameters[found[1]]), name)
    else:
        url = reverse(name, kwargs=parameters)
    return f"{url}?{row.query}" if row.query else url


def urls_of(world: World, name: str) -> tuple[str, str]:
    """The address of what is there, and of what is not."""
    row = MATRIX[name]
    real, missing = world.parameters(row.of) if row.of else ({}, {})
    return url_of(name, row, real), url_of(name, row, missing)


def letter(response: HttpResponse) -> str:
    if response.status_code in {301, 302}:
        return "s" if response["Location"].startswith(TO_SIGN_IN) else "r"
    return LETTERS.get(response.status_code, str(response.status_code))


def comparable(response: HttpResponse, url: str) -> str:
    """The body without what differs between any two pages: tokens, nonces, the address itself."""
    body = response.getvalue().decode()
    body = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", body)
    path = url.partition("?")[0]
    for spelling in {path, quote(path), quote(path, safe="")}:
        body = body.replace(spelling, "PATH")
    return body


def digest() -> dict[str, str]:
    """A fingerprint of every table but the sessions."""
    tables = sorted(
        set(connection.introspection.table_names()) - {"django_session", "django_cache"}
    )
    each = [
        f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"  # noqa: S608
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def test_every_address_has_a_row():
    known = set(addresses(get_resolver()))
    for name in sorted(known - set(MATRIX)):
        pytest.fail(
            f'"{name}" has no row in tests/access_matrix.py. Add one that says who gets what, such as\n'
            f'    "{name}": Row(get="s v - - - v - v", post="", of="own_request"),\n'
            "with one letter for each role (the legend stands there) and, for `of`, the thing in"
            " tests/access_world.py that fills its parameters."
        )
    assert set(MATRIX) - known == set()


@pytest.mark.parametrize("name", MATRIX)
def test_a_get_gives_each_role_what_the_matrix_says_and_changes_nothing(world, name):
    url, missing = urls_of(world, name)
    before = digest()
    found = []
    for role in ROLES:
        response = world.client(role).get(url)
        found.append(letter(response))
        if found[-1] in "v-":
            head = world.client(role).head(url)
            assert letter(head) == found[-1], f"HEAD as {role}"
            assert head.getvalue() == b"", f"HEAD as {role}"
        if found[-1] == "-" and missing != url:
            other = world.client(role).get(missing)
            assert other.status_code == 404, f"{missing} as {role}"
            assert comparable(response, url) == comparable(other, missing), f"{url} as {role}"
        response.getvalue()  # a file is closed once it is read
    assert " ".join(found) == MATRIX[name].get
    assert digest() == before


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row.post])
def test_a_post_gives_each_role_what_the_matrix_says(world, name):
    url, missing = urls_of(world, name)
    found = []
    for role in ROLES:
        with transaction.atomic():
            response = world.client(role).post(url, {"post": "yes"})
            transaction.set_rollback(True)
        found.append(letter(response))
        if found[-1] == "-" and missing != url:
            other = world.client(role).post(missing, {"post": "yes"})
            assert other.status_code == 404, f"{missing} as {role}"
            assert comparable(response, url) == comparable(other, missing), f"{url} as {role}"
    assert " ".join(found) == MATRIX[name].post


@pytest.mark.parametrize("name", MATRIX)
def test_nothing_is_changed_without_a_token(world, name):
    url, _ = urls_of(world, name)
    for role in ["mentor", "administrator"]:
        for method in ["post", "delete"]:
            response = getattr(world.client(role, enforce_csrf_checks=True), method)(url)
            assert response.status_code == 403, f"{method} {url} as {role}"
