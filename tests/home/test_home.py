"""What waits for each on the home page."""

import pytest
from django.conf import settings
from django.test import Client

from contact.models import Request
from guides import reading
from tests.cast import Cast
from tests.factories import contact, guides, people

PAGE = "/"


def home(client: Client, user=None) -> str:
    if user:
        client.force_login(user)
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def numbers(client: Client, user) -> tuple[int, int, int, int]:
    """For them to answer, overdue, without anybody, waiting for the mentor."""
    client.force_login(user)
    desk = client.get(PAGE).context["dashboard"].desk
    return desk.mine, desk.overdue, desk.unassigned, desk.pending


def test_a_stranger_is_told_what_this_is_and_where_to_go(
    client: Client, db, django_assert_num_queries
):
    with django_assert_num_queries(0):
        page = home(client)
    assert 'href="/contact/"' in page
    assert 'href="/accounts/login/"' in page


def test_it_is_only_read(client: Client):
    assert client.head(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 405


def test_a_mentor_without_requests_is_told_how_to_begin(client: Client, mentor):
    page = home(client, mentor)
    assert "Hello Amina." in page
    assert "You have not asked us anything yet" in page
    assert "At the desk" not in page


def test_a_mentor_sees_their_own_requests_and_who_answers_for_their_path(client, cast: Cast):
    assert cast.manager and cast.other_manager
    contact.routed(cast.mentor, cast.path, cast.topic, subject="Mine")
    contact.routed(cast.colleague, cast.path, cast.topic, subject="Of a colleague")
    page = home(client, cast.mentor)
    assert ("Mine" in page, "Of a colleague" in page) == (True, False)
    assert ("Camille Laurent" in page, "David Okafor" in page) == (True, False)


def test_the_five_latest_requests_are_shown(client: Client, cast: Cast):
    for letter in "abcdefg":
        contact.submitted(cast.mentor, cast.path, cast.topic, subject=f"Question {letter}")
    page = home(client, cast.mentor)
    assert [letter for letter in "abcdefg" if f"Question {letter}" in page] == list("cdefg")


def test_who_is_on_no_path_yet_is_told_what_to_do(client: Client, cast: Cast):
    stranger = people.user("Nina Novak")
    assert "You are not on a path yet." in home(client, stranger)
    assert "You are not on a path yet." not in home(Client(), cast.editor)


def test_a_manager_sees_what_waits_at_the_desk(client: Client, cast: Cast):
    assert cast.manager and cast.other_manager
    late = contact.routed(cast.mentor, cast.path, cast.topic)
    contact.pending(cast.mentor, cast.path, cast.topic, cast.manager)
    contact.solved(cast.mentor, cast.path, cast.topic, cast.manager)
    contact.routed(cast.other_mentor, cast.other_path, cast.topic)
    nobodys = contact.routed(cast.mentor, cast.path, cast.topic)
    Request.objects.filter(pk=late.pk).update(due_at=late.created_at)
    Request.objects.filter(pk=nobodys.pk).update(assignee=None)
    assert numbers(client, cast.manager) == (1, 1, 1, 1)
    assert numbers(client, cast.other_manager) == (1, 0, 0, 0)
    assert "One request waits for your answer." in home(client, cast.manager)


@pytest.mark.parametrize(("role", "queries"), [("mentor", 6), ("manager", 5)])
def test_it_asks_the_database_as_often_for_three_requests_as_for_one(
    client: Client, cast: Cast, role, queries, django_assert_num_queries
):
    person = getattr(cast, role)
    assert cast.manager
    contact.routed(person, cast.path, cast.topic)
    client.force_login(person)
    with django_assert_num_queries(queries):
        client.get(PAGE)
    contact.routed(person, cast.path, cast.topic)
    contact.routed(person, cast.path, cast.invoices)
    with django_assert_num_queries(queries):
        client.get(PAGE)


def test_what_people_wrote_is_escaped(client: Client, cast: Cast):
    hostile = "<script>alert(1)</script>"
    person = people.user(hostile, email="hostile@example.net")
    contact.submitted(person, cast.path, cast.topic, subject=hostile)
    assert hostile not in home(client, person)


def test_a_mentor_is_led_to_what_changed_in_their_guides_and_a_manager_is_not(client, cast: Cast):
    guide = guides.guide(cast.path)
    for person in [cast.mentor, cast.manager]:
        reading.confirm(guide.current, person)
    page = home(client, cast.mentor)
    assert "None of the guides that you have read has changed since." in page
    changed = guides.reworded(guide.current.content, "clean-the-data", meets="Otherwise.")
    guides.next_version(guide, changed, "Made plain")
    page = home(client, cast.mentor)
    assert '<a href="/guides/data-analyst/2/mentor-guide/"><b>2. Run a market study</b></a>' in page
    assert "1 change since you read it" in page and "Made plain" in page
    assert "Your guides" not in home(client, cast.manager)


def test_it_asks_as_often_for_two_changed_guides_as_for_one(
    client: Client, cast: Cast, django_assert_num_queries
):
    client.force_login(cast.mentor)
    for number in [1, 2]:
        guide = guides.guide(cast.path, number)
        reading.confirm(guide.current, cast.mentor)
        changed = guides.reworded(guide.current.content, "clean-the-data", meets="Otherwise.")
        guides.next_version(guide, changed)
        home(client)  # what the versions say stays in the process
        with django_assert_num_queries(6):
            assert home(client).count("1 change since you read it") == number


def test_robots_are_kept_out_of_what_is_somebodys_own(
    client: Client, db, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    for path in ["/admin/", "/search/", "/contact/requests/", "/contact/link/", "/contact/sent/"]:
        assert f"Disallow: {path}" in lines
    assert f"Sitemap: {settings.SITE_URL}/help/sitemap.xml" in lines
    assert not any(line == "Disallow: /" or "/help" in line for line in lines if "Dis" in line)
