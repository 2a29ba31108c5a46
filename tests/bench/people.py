"""People at size: `pytest -q -s tests/bench/people.py`. Prints what 20,000 accounts cost.

The import of a list of so many lines, the list of people and its search, and the report of a month
that holds 50,000 requests.
"""

import time

import pytest
from django.db import connection
from django.urls import reverse

from contact.models import Request
from mentorhub.people import importing
from mentorhub.people.models import PeopleImport, User
from tests.factories import people
from tests.rig.stack import Stack

from .bench import browser_of, postmaster, settle, show, site  # noqa: F401 (a fixture)
from .measuring import cost, getting
from .seeding import grow_to, school

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("collected_static")]

SMALL, LARGE, REQUESTS = 2_000, 20_000, 50_000
LISTED = reverse("admin:people_user_changelist")


def test_people(site: Stack) -> None:  # noqa: F811 (the fixture)
    of = school()
    administrator = people.user("Alex Martin", is_superuser=True)
    site.start_web()
    roots = [site.children["web"].pid, postmaster()]
    empty = cost(getting(f"{site.url}/empty/", {}), 400, roots)
    print(f"\n{'page':44}{'cpu / empty':>12}{'SQL':>5}{'median ms':>11}")
    for count in [SMALL, LARGE]:
        imported(count, administrator, of.path.name)
        settle()
        report = PeopleImport.objects.latest("pk").get_absolute_url()
        for name, url in [
            ("people", LISTED),
            ("people, by name", f"{LISTED}?q=mentor+{count - 7}"),
            ("people, by a word that many have", f"{LISTED}?q=example"),
            ("people, of one path", f"{LISTED}?roles__path__id__exact={of.path.pk}"),
            ("report of the import", report),
        ]:
            cookies, statements = browser_of(administrator, url)
            spent = cost(getting(site.url + url, cookies), 40, roots)
            show(f"{name}, {count:,}", spent, empty, statements)
    grow_to(REQUESTS, of)
    Request.objects.update(created_at="2026-11-02T10:00Z")  # the worst month there can be
    settle()
    url = f"{reverse('admin:contact_report')}?month=2026-11"
    cookies, statements = browser_of(administrator, url)
    spent = cost(getting(site.url + url, cookies), 20, roots)
    show(f"times and volumes, {REQUESTS:,} in a month", spent, empty, statements)


def imported(count: int, administrator: User, path: str) -> None:
    """A list of so many mentors, looked through and applied, as the worker does it."""
    head = "email,name,path,role\n"
    lines = [f"mentor{n}@school.example,Mentor {n},{path},mentor" for n in range(count)]
    content = (head + "\n".join(lines)).encode()
    begun = time.perf_counter()
    made = importing.begin("mentors.csv", importing.read(content), administrator)
    print(f"{count:,} lines: read and kept in {time.perf_counter() - begun:.1f} s", end="")
    for step, state in [("looked through", "checked"), ("applied", "done")]:
        begun = time.perf_counter()
        while made.state != state:
            importing.go_on(made.pk)
            made.refresh_from_db()
        seconds = time.perf_counter() - begun
        print(f", {step} in {seconds:.1f} s ({count / seconds:.0f} a second)", end="")
        importing.apply(made)
        made.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_user")
        print(f"; {cursor.fetchone()[0]:,} people")
