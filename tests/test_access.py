"""Every address as every role, against access_matrix/; and what must never be seen."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from contact import links

from .access_matrix import MATRIX, Row, whole
from .access_world import MAY_READ, MINE, NOTE, OTHERS, PUBLIC, ROLES, World
from .reviewed import TOKENLESS

pytestmark = pytest.mark.django_db

LETTERS = {200: "v", 204: "o", 401: "u", 404: "-", 405: "m", 422: "x"}
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


def leaked(response: HttpResponse, role: str, but: str = "") -> list[str]:
    """The planted words that the response shows to a role that may not read them."""
    body = response.getvalue().decode(errors="replace")
    return [
        words
        for words, readers in MAY_READ.items()
        if role not in readers and words != but and words.partition(" ")[2] in body
    ]


def digest() -> dict[str, str]:
    """A fingerprint of every table but the sessions, and the audit of who looked at what."""
    tables = sorted(
        set(connection.introspection.table_names())
        - {"django_session", "django_cache", "people_auditentry"}
    )
    each = [
        f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"  # noqa: S608
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def test_s01_every_address_has_a_row():
    known = set(addresses(get_resolver()))
    for name in sorted(known - set(MATRIX)):
        pytest.fail(
            f'"{name}" has no row in tests/access_matrix/. Add one that says who gets what, such as\n'
            f'    "{name}": Row(get="s v - - - v - v", post="", of="own_request"),\n'
            "with one letter for each role (the legend stands there) and, for `of`, the thing in"
            " tests/access_world.py that fills its parameters."
        )
    assert set(MATRIX) - known == set()


@pytest.mark.parametrize("name", MATRIX)
def test_s01_a_get_gives_each_role_what_the_matrix_says_and_changes_nothing(world, name):
    url, missing = urls_of(world, name)
    before = digest()
    found = []
    held = PUBLIC if name.startswith("contact:linked_") else ""
    for role in ROLES:
        response = world.client(role).get(url)
        found.append(letter(response))
        assert leaked(response, role, but=held) == [], f"{url} as {role}"
        if found[-1] in "v-":
            head = world.client(role).head(url)
            assert letter(head) == found[-1], f"HEAD as {role}"
            assert head.getvalue() == b"", f"HEAD as {role}"
        if found[-1] == "-" and missing != url:
            other = world.client(role).get(missing)
            assert other.status_code == 404, f"{missing} as {role}"
            assert comparable(response, url) == comparable(other, missing), f"{url} as {role}"
    assert " ".join(found) == whole(MATRIX[name].get)
    assert digest() == before


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row.post])
def test_s01_a_post_gives_each_role_what_the_matrix_says(world, name):
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
    assert " ".join(found) == whole(MATRIX[name].post)


@pytest.mark.parametrize("name", MATRIX)
def test_s31_nothing_is_changed_without_a_token(world, name):
    url, _ = urls_of(world, name)
    for role in ["mentor", "administrator"]:
        for method in ["post", "delete"]:
            with transaction.atomic():
                response = getattr(world.client(role, enforce_csrf_checks=True), method)(url)
                transaction.set_rollback(True)
            refused = response.status_code == 403
            assert refused == (name not in TOKENLESS), f"{method} {url} as {role}"


LISTS = [name for name in MATRIX if name.endswith("_changelist")]
WORDS = [words.partition(" ")[0] for words in MAY_READ]


def searches() -> Iterator[str]:
    """Lists searched, sorted and opened as in a pop-up window."""
    lists = [reverse(name) for name in LISTS]
    for url in [*lists, reverse("contact:own_requests")]:
        for query in [*(f"q={word}" for word in WORDS), "o=-1", "_popup=1", "all=", "page=1"]:
            yield f"{url}?{query}"
    for view in ["mine", "paths", "unassigned", "overdue", "all"]:
        yield f"{reverse('admin:contact_request_changelist')}?view={view}"


@pytest.mark.parametrize("role", ROLES)
def test_s02_nobody_reads_what_is_not_theirs_by_search_or_by_another_address(world, role):
    client = world.client(role)
    for mentor_request in [world.request, world.other_request, world.public_request]:
        for url in world.addresses_of(mentor_request):
            assert leaked(client.get(url), role) == [], url
    for url in searches():
        assert leaked(client.get(url), role) == [], url


@pytest.mark.parametrize(
    ("role", "name", "words"),
    [
        ("mentor", "contact:own_requests", NOTE),
        ("mentor", "contact:own_requests", OTHERS),
        ("manager", "admin:contact_request_changelist", OTHERS),
        ("other_manager", "admin:contact_request_changelist", MINE),
        ("other_manager", "admin:contact_request_changelist", NOTE),
        ("other_manager", "admin:mail_outgoingemail_changelist", MINE),
        ("editor", "admin:mail_outgoingemail_changelist", MINE),
    ],
)
def test_s02_a_search_does_not_tell_whether_hidden_words_are_there(world, role, name, words):
    word = words.partition(" ")[0]
    pages = []
    for wanted in [word, "z" * len(word)]:
        url = f"{reverse(name)}?q={wanted}"
        response = world.client(role).get(url)
        assert response.status_code == 200
        pages.append(comparable(response, url).replace(wanted, "WORD"))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("name", LISTS)
def test_s03_a_list_is_not_filtered_by_what_it_does_not_show(world, name):
    """Else whoever sees the list could spell out a password hash, letter by letter."""
    keys = ["user__password__startswith", "assignee__password__startswith", "_connector", "sender"]
    for key in keys:
        for role in ["manager", "administrator"]:
            plain, filtered = (
                world.client(role).get(url) for url in [reverse(name), f"{reverse(name)}?{key}=m"]
            )
            if filtered.status_code == 200:
                rows = [
                    re.findall(r"<(?:tr|article)\b", page.getvalue().decode())
                    for page in (plain, filtered)
                ]
                assert rows[0] == rows[1], f"{key} as {role}"
            else:
                assert filtered.status_code in {302, 400, 404}, f"{key} as {role}"


def test_s23_a_file_is_reached_only_through_its_own_request(world):
    mine, others, public = world.request, world.other_request, world.public_request
    key = world.parameters("link")[0]["token"]
    file, note = world.file_of(mine), world.file_of(mine, internal=True)
    assert [
        world.client(role).get(reverse(name, args=arguments)).status_code
        for role, name, arguments in [
            ("mentor", "contact:own_file", [mine.pk, note]),
            ("mentor", "contact:own_file", [mine.pk, world.file_of(others)]),
            ("mentor", "contact:own_file", [mine.pk, world.file_of(public)]),
            ("other_mentor", "contact:own_file", [others.pk, file]),
            ("anonymous", "contact:linked_file", [key, file]),
            ("anonymous", "contact:linked_file", [key, note]),
            ("other_manager", "admin:contact_request_file", [others.pk, note]),
            ("manager", "admin:contact_request_file", [mine.pk, world.file_of(others)]),
        ]
    ] == [404] * 8


def test_a_link_opens_nothing_that_belongs_to_an_account(world):
    link = urlsplit(links.link_to(world.request)).path
    for path in [link, f"{link}reply/", f"{link}solved/", f"{link}renew/"]:
        for method in ["get", "post"]:
            response = getattr(world.client("anonymous"), method)(path)
            assert response.status_code in {404, 405}, f"{method} {path}"


@pytest.mark.parametrize("name", [name for name in MATRIX if name.startswith("admin")])
def test_s29_staff_who_have_not_shown_a_second_factor_are_asked_for_it(world, name):
    url, _ = urls_of(world, name)
    for role in ["manager", "editor", "administrator", "member"]:
        client = Client()
        client.force_login(world.people[role])
        for method in ["get", "post"]:
            response = getattr(client, method)(url)
            if name == "admin:login":
                assert response["Location"] == reverse("mfa_index")
            elif name == "admin:logout":
                assert response["Location"] == reverse("admin:index")
            else:
                assert letter(response) == "s", f"{method} {url} as {role}"
