"""Measures and prints, and asserts nothing about time. make bench runs it; make test does not find it."""

import smtplib  # noqa: TID251 (what we compare with)
import statistics
import time
import uuid
from collections.abc import Callable
from pathlib import Path as Folder

import pytest
import requests
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contact.models import Request
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.people.models import User
from mentorhub.search import indexing
from tests.cast import sign_in
from tests.rig.mail_sink import MailSink
from tests.rig.stack import TIMES_OF_PRODUCTION, Stack, wait_until

from .articles import grow_help_center_to
from .guides import guide_of_size
from .measuring import Cost, cost, cpu_of, getting, peak_memory
from .seeding import School, grow_to, school

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("collected_static")]

SMALL, LARGE, EMAILS, ARTICLES = 5_000, 50_000, 10_000, 20_000


@pytest.fixture
def site(stack: Stack) -> Stack:
    """The site with an empty view, and the times of production."""
    stack.wsgi = "tests.bench.wsgi"
    stack.environment |= TIMES_OF_PRODUCTION
    return stack


def test_pages(site: Stack) -> None:
    of = school()
    site.start_web()
    roots = [site.children["web"].pid, postmaster()]
    empty = cost(getting(f"{site.url}/empty/", {}), 400, roots)
    print(f"\n{'page':44}{'cpu / empty':>12}{'SQL':>5}{'median ms':>11}")
    show("empty view", empty, empty, 0)
    for count in [SMALL, LARGE]:
        grow_to(count, of)
        settle()
        for name, url, user in [
            ("queue, mine", reverse("admin:contact_request_changelist"), of.manager),
            ("queue, all", reverse("admin:contact_request_changelist") + "?view=all", of.manager),
            (
                "queue, search",
                reverse("admin:contact_request_changelist") + "?q=invoices",
                of.manager,
            ),
            (
                "queue, by priority and tag",
                reverse("admin:contact_request_changelist") + "?view=all&priority=4&tag=tag-10",
                of.manager,
            ),
            ("queue, 10 saved views", reverse("admin:contact_request_changelist"), of.colleague),
            ("a mentor's list", reverse("contact:own_requests"), of.mentor),
            ("contact form", reverse("contact:new_request"), of.mentor),
            (
                "a request at the desk",
                Request.objects.filter(assignee=of.manager)[0].desk_url,
                of.manager,
            ),
        ]:
            cookies, statements = browser_of(user, url)
            spent = cost(getting(site.url + url, cookies), 60, roots)
            show(f"{name}, {count:,} requests", spent, empty, statements)


def test_help_pages(site: Stack) -> None:
    of = school()
    site.start_web()
    roots = [site.children["web"].pid, postmaster()]
    article = reverse("helpcenter:article", args=["shelf-0", "question-1200"])
    suggestions = reverse("search:suggestions")
    for count in [ARTICLES // 10, ARTICLES]:
        grow_help_center_to(count)
        begun = time.perf_counter()
        indexing.reindex("article")
        print(
            f"\n{count:,} articles: reindexed {count / (time.perf_counter() - begun):.0f} a second"
        )
        settle()
        empty = cost(getting(f"{site.url}/empty/", {}), 800, roots)
        print(f"an empty view takes {empty.cpu:.2f} ms of CPU")
        print(f"{'page':44}{'cpu / empty':>12}{'SQL':>5}{'median ms':>11}{'p95 ms':>8}")
        for name, url in [
            ("article", article),
            ("first page", reverse("helpcenter:home")),
            ("category", reverse("helpcenter:category", args=["shelf-0"])),
            ("search, 2 words, with excerpts", reverse("search:search") + "?q=answer+words"),
            ("suggestions, 2 words", suggestions + "?q=answer+wor"),
        ]:
            for who, user in [("anonymous", None), ("mentor", of.mentor)]:
                cookies, statements = browser_of(user, url)
                spent = cost(getting(site.url + url, cookies), 200, roots)
                show(f"{name}, {who}", spent, empty, statements, f"{spent.p95:8.1f}")

        def another(number: int) -> None:
            slug = f"question-{8 * (number + 1)}"  # for everybody, on the first shelf
            url = reverse("helpcenter:article", args=["shelf-0", slug])
            getting(site.url + url, {})(number)

        def typing(number: int) -> None:
            letters = "answer to question 1234"[: 2 + number % 20]
            getting(f"{site.url}{suggestions}?q={letters}", {})(number)

        for name, act in [("another article each time", another), ("suggestions, typing", typing)]:
            spent = cost(act, 200, roots)
            show(name, spent, empty, 0, f"{spent.p95:8.1f}")


def test_guides(site: Stack) -> None:
    of = school()
    site.start_web()
    roots = [site.children["web"].pid, postmaster()]
    empty = cost(getting(f"{site.url}/empty/", {}), 400, roots)
    print(f"\n{'page of a guide':44}{'cpu / empty':>12}{'SQL':>5}{'median ms':>11}")
    for size in [(3, 6, 20), (30, 60, 200)]:
        guide = guide_of_size(of, *size)
        for tab in ["mentor_guide", "assessment", "history", "print"]:
            cookies, statements = browser_of(of.mentor, guide.address_of(tab), visits=2)
            spent = cost(getting(site.url + guide.address_of(tab), cookies), 100, roots)
            show(f"{tab}, %d sections, %d criteria, %d notes" % size, spent, empty, statements)
    cookies, statements = browser_of(of.mentor, reverse("guides:paths"), visits=2)
    spent = cost(getting(site.url + reverse("guides:paths"), cookies), 100, roots)
    show("all guides", spent, empty, statements)


def test_submitting(site: Stack, sink: MailSink) -> None:
    of = school()
    site.start_all()
    roots = [site.children["web"].pid, postmaster()]
    empty = cost(getting(f"{site.url}/empty/", {}), 400, roots)
    submit = submitter(site, of)
    print(f"\n{'submit a request':44}{'cpu / empty':>12}{'SQL':>5}{'median ms':>11}{'p99 ms':>8}")
    for at_once in [1, 16]:
        spent = cost(submit, 200, roots, at_once)
        show(f"{at_once} at once", spent, empty, 0, f"{spent.p99:8.0f}")
    wait_until(lambda: not Request.objects.unrouted().exists(), "every request to be routed")
    took = []
    for number in range(50):
        time.sleep(0.1)
        wait_until(lambda: is_quiet(), "the outbox to be empty")
        had = len(arrivals(sink, of.mentor.email))
        begun = time.perf_counter()
        submit(number)
        wait_until(
            lambda had=had: len(arrivals(sink, of.mentor.email)) > had, "the manager's email"
        )
        [arrived] = arrivals(sink, of.mentor.email)[had:]
        took.append(1000 * (arrived - begun))
    print(
        f"POST to the manager's email: median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms"
    )


def arrivals(sink: MailSink, sender: str) -> list[float]:
    """When the emails came that are not the sender's receipt: asked of the sink, for wait_until()
    looks only 20 times a second."""
    came = zip(sink.taken_at, sink.messages, strict=False)
    return [at for at, message in came if message["To"] != sender]


def test_emails(site: Stack, sink: MailSink) -> None:
    OutgoingEmail.objects.bulk_create(
        OutgoingEmail(
            key=f"bench:{number}",
            kind="bench",
            to_address=f"reader{number}@mentorhub.example",
            subject=f"Email {number}",
            text="Some words. " * 40,
            html="<p>Some words.</p>" * 40,
        )
        for number in range(EMAILS)
    )
    site.start_worker()
    wait_until(lambda: "ready" in site.log("worker"), "the worker to be ready")
    roots = [site.children["worker"].pid, postmaster()]
    before, begun = cpu_of(roots), time.perf_counter()
    site.start_relay()
    sent = OutgoingEmail.objects.filter(state=State.SENT)
    wait_until(lambda: sent.count() == EMAILS, "every email to be sent", seconds=300)
    seconds, used = time.perf_counter() - begun, cpu_of(roots) - before
    raw = raw_smtplib(sink)
    print(
        f"\n{EMAILS:,} emails: {EMAILS / seconds:.0f} a second, cpu {1000 * used / EMAILS:.1f} ms each, "
        f"at most {peak_memory(roots[0]):.0f} MiB in a process; "
        f"raw smtplib, the same bytes on one connection: {1 / raw:.0f} a second"
    )


def show(name: str, spent: Cost, empty: Cost, statements: int, more: str = "") -> None:
    print(f"{name:44}{spent.cpu / empty.cpu:12.1f}{statements or '':>5}{spent.median:11.1f}{more}")


def browser_of(user: User | None, url: str, visits: int = 1) -> tuple[dict[str, str], int]:
    """The cookies of a browser, signed in or not, and how many SQL statements the page takes.

    On the last of so many visits: what the process keeps is asked for once.
    """
    client = sign_in(Client(), user) if user else Client()
    for _before in range(visits - 1):
        client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    name = settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value} if user else {}, len(queries)


def submitter(site: Stack, of: School) -> Callable[[int], None]:
    url = f"{site.url}{reverse('contact:new_request')}"
    cookies, _statements = browser_of(of.mentor, reverse("contact:own_requests"))
    csrf = requests.get(url, cookies=cookies, timeout=30).cookies[settings.CSRF_COOKIE_NAME]
    cookies[settings.CSRF_COOKIE_NAME] = csrf

    def submit(number: int) -> None:
        fields = {
            "csrfmiddlewaretoken": csrf,
            "token": str(uuid.uuid4()),
            "path": of.path.pk,
            "topic": of.topic.pk,
            "subject": f"Question {number} {uuid.uuid4()}",  # the same words again would be one request
            "body": "What shall I do?",
        }
        answer = requests.post(url, fields, cookies=cookies, allow_redirects=False, timeout=60)
        assert answer.status_code == 302, answer.status_code

    return submit


def raw_smtplib(sink: MailSink) -> float:
    """Seconds that one email takes when nothing but smtplib sends what the sink was given."""
    emails = list(sink.contents)
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", sink.port) as server:
        for content in emails:
            server.sendmail("a@example.org", "b@example.org", content)
    return (time.perf_counter() - begun) / len(emails)


def settle() -> None:
    """What autovacuum would do in a minute of its own, so that it does not do it while we measure."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def is_quiet() -> bool:
    return not OutgoingEmail.objects.exclude(state=State.SENT).exists()


def postmaster() -> int:
    """The process that all of the test's PostgreSQL is below."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Folder(cursor.fetchone()[0])
    return int((folder / "postmaster.pid").read_text().split()[0])
