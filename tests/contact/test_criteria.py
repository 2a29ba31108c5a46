"""Which criteria are in doubt, for editors and managers."""

import datetime
import re
import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact.about import find
from contact.models import Request
from guides.content import Section
from guides.models import Guide, Note
from tests.cast import Cast, sign_in
from tests.factories import contact
from tests.factories import guides as guide_factory

URL = "/admin/contact/request/criteria/"
CLUSTER = "cluster-the-countries"


@pytest.fixture
def guide(cast: Cast) -> Guide:
    return guide_factory.guide(cast.path)


def note(guide: Guide, anchor: str, by, **fields) -> Note:
    part = guide.parts.get(anchor=anchor)
    known = {"part": part, "author": by, "text": "?", "version": guide.current}
    return Note.objects.create(form_token=uuid.uuid4(), **known | fields)


def asked(cast: Cast, guide: Guide, anchor: str = CLUSTER, **more) -> Request:
    about = find(cast.mentor, str(guide.pk), anchor)
    return contact.submitted(cast.mentor, cast.path, cast.topic, about=about, **more)


def said(client: Client, query: str = "") -> list[tuple[str, str]]:
    """Title and figures of each row."""
    page = client.get(URL + query).content.decode()
    rows = re.findall(r'<li class="queue-row">(.*?)</li>', page, re.DOTALL)
    found = []
    for row in rows:
        title = re.search(r'queue-what">\s*<a [^>]*>([^<]+)', row)
        figures = re.findall(r"(\d+ (?:open )?(?:report|note|request)s?)", row)
        found.append((title[1], ", ".join(figures)))
    return found


def test_parts_are_listed_by_what_is_open_about_them(cast, guide):
    now = timezone.now()
    first = note(guide, CLUSTER, cast.mentor)
    note(guide, CLUSTER, cast.assessor, thread=first)
    note(guide, CLUSTER, cast.mentor, resolved_at=now)
    note(guide, "clean-the-data", cast.mentor, reported_at=now, reported_by=cast.mentor)
    asked(cast, guide)

    assert said(sign_in(Client(), cast.editor)) == [
        ("Clean the data", "1 report, 1 open note"),
        ("Cluster the countries", "1 open note, 1 request"),
    ]


def test_a_request_counts_for_ninety_days(cast, guide):
    mentor_request = asked(cast, guide)
    old = timezone.now() - datetime.timedelta(days=91)
    Request.objects.filter(pk=mentor_request.pk).update(created_at=old)

    assert said(sign_in(Client(), cast.editor)) == []


def test_a_manager_s_figure_leads_to_just_those_requests(cast, guide):
    mine = asked(cast, guide, subject="About clustering")
    asked(cast, guide, "clean-the-data", subject="About cleaning")
    old = asked(cast, guide, subject="Long ago", body="Otherwise")
    past = timezone.now() - datetime.timedelta(days=91)
    Request.objects.filter(pk=old.pk).update(created_at=past)
    desk = sign_in(Client(), cast.manager)

    page = desk.get(URL).content.decode()
    part = mine.part_id
    link = f"/admin/contact/request/?view=all&amp;part={part}&amp;days=90"
    assert link in page
    queue = desk.get(link.replace("&amp;", "&")).content.decode()

    assert "Requests about “Cluster the countries” of the last 90 days." in queue
    assert "About clustering" in queue
    assert "About cleaning" not in queue and "Long ago" not in queue
    assert "Long ago" in desk.get(f"/admin/contact/request/?part={part}").content.decode()


def test_an_editor_gets_the_number_alone(cast, guide):
    asked(cast, guide)

    page = sign_in(Client(), cast.editor).get(URL).content.decode()

    assert "1 request" in page
    assert "/admin/contact/request/?" not in page


def test_a_manager_of_another_path_gets_neither_the_part_nor_the_number(cast, guide):
    asked(cast, guide)
    note(guide, CLUSTER, cast.mentor)

    assert said(sign_in(Client(), cast.other_manager)) == []


def test_a_part_that_is_gone_says_so(cast, guide):
    note(guide, CLUSTER, cast.mentor)
    content = guide.current.content
    gone = type(content)(content.brief, "", content.sections, content.deliverables[1:])
    guide_factory.next_version(guide, gone)

    assert "no longer in the guide" in sign_in(Client(), cast.editor).get(URL).content.decode()


def test_the_list_is_narrowed_to_a_path(cast, guide):
    other = guide_factory.guide(cast.other_path)
    note(guide, CLUSTER, cast.mentor)
    note(other, "clean-the-data", cast.other_mentor)
    desk = sign_in(Client(), cast.editor)

    assert len(said(desk)) == 2
    assert said(desk, f"?path={cast.other_path.pk}") == [("Clean the data", "1 open note")]
    assert len(said(desk, "?path=987654321&page=x")) == 2


def test_mentors_and_teams_find_no_such_page(client, cast, guide):
    cast.finance  # noqa: B018 (made when asked for)
    for person in [cast.mentor, cast.nadia]:
        assert sign_in(client, person).get(URL).status_code == 404


def test_the_page_costs_the_same_for_any_number_of_parts_and_requests(cast, guide):
    desk = sign_in(Client(), cast.editor)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            desk.get(URL)
        return len(counted)

    asked(cast, guide)
    few = queries()
    for anchor in [CLUSTER, "clean-the-data", "recommend-markets", "notebook"]:
        for n in range(3):
            asked(cast, guide, anchor, subject=f"{anchor} {n}")
            note(guide, anchor, cast.mentor)

    assert queries() == few


def test_twenty_five_make_a_page(cast):

    content = replace(
        guide_factory.CONTENT, sections=tuple(Section(f"Session {n}", text="x") for n in range(30))
    )
    guide = guide_factory.guide(cast.path, content=content)
    for n in range(30):
        note(guide, f"session-{n}", cast.mentor)
    desk = sign_in(Client(), cast.editor)

    assert (len(said(desk)), len(said(desk, "?page=2"))) == (25, 5)
