"""A request about a criterion carries it, as it was published then, to who answers."""

import uuid

import pytest
from django.test import Client

from contact.about import find
from contact.models import Request
from guides.drafting import open_to
from guides.models import Guide
from mentorhub.mail.models import OutgoingEmail
from tests.cast import Cast, sign_in
from tests.factories import contact, people
from tests.factories import guides as guide_factory

SAID = "two methods are compared."
ANCHOR = "cluster-the-countries"


@pytest.fixture
def guide(cast: Cast) -> Guide:
    return guide_factory.guide(cast.path)


@pytest.fixture
def browser(client: Client, cast: Cast) -> Client:
    client.force_login(cast.mentor)
    return client


def fields(cast: Cast, guide: Guide, /, **changed):
    known = {"token": uuid.uuid4(), "path": cast.path.pk, "topic": cast.topic.pk}
    about = {"guide": guide.pk, "part": ANCHOR, "version": guide.current.pk}
    return known | {"subject": "A question", "body": "And then?"} | about | changed


def asked(sender: Client, cast: Cast, guide: Guide, /, **changed) -> Request:
    response = sender.post("/contact/", fields(cast, guide, **changed))
    assert response.status_code == 302, response.content.decode()
    return Request.objects.get()


def test_the_form_opens_with_path_project_and_criterion(browser, cast, guide):
    cast.topic  # noqa: B018 (made when asked for)

    page = browser.get(f"/contact/?guide={guide.pk}&part={ANCHOR}").content.decode()

    assert (
        "About: criterion “Cluster the countries”, Project 2. Run a market study, version 1" in page
    )
    assert f'<input type="hidden" name="path" value="{cast.path.pk}"' in page
    assert f'<option value="{guide.project_id}" selected>' in page
    assert f'<input type="hidden" name="version" value="{guide.current.pk}"' in page


def test_the_criterion_is_kept_when_the_form_fails(browser, cast, guide):
    response = browser.post("/contact/", fields(cast, guide, subject=""))

    page = response.content.decode()
    assert response.status_code == 422
    assert "About: criterion “Cluster the countries”" in page
    assert f'name="version" value="{guide.current.pk}"' in page


def test_it_is_stored_and_shown_to_manager_and_mentor_as_published_that_day(browser, cast, guide):
    cast.manager  # noqa: B018 (made when asked for)
    mentor_request = asked(browser, cast, guide)
    assert mentor_request.part == guide.parts.get(anchor=ANCHOR)
    assert mentor_request.guide_version == guide.current

    desk = sign_in(Client(), cast.manager).get(mentor_request.desk_url).content.decode()
    own = browser.get(mentor_request.get_absolute_url()).content.decode()

    for page in [desk, own]:
        assert "Cluster the countries" in page
        assert SAID in page
        assert "Changed since" not in page


def test_the_manager_s_email_holds_the_text_of_the_criterion(cast, guide):

    cast.manager  # noqa: B018 (made when asked for)
    about = find(cast.mentor, str(guide.pk), ANCHOR)

    contact.routed(cast.mentor, cast.path, cast.topic, about=about)

    email = OutgoingEmail.objects.get(kind="contact/routed")
    for text in [email.text, email.html]:
        assert "Cluster the countries" in text
        assert SAID in text
        assert "Meets expectations when" in text


def test_a_text_that_changed_since_says_so_and_shows_both(browser, cast, guide):
    cast.manager  # noqa: B018 (made when asked for)
    mentor_request = asked(browser, cast, guide)
    content = guide.current.content
    guide_factory.next_version(
        guide, guide_factory.reworded(content, ANCHOR, meets="three methods are compared.")
    )

    page = sign_in(Client(), cast.manager).get(mentor_request.desk_url).content.decode()

    assert SAID in page
    assert "Changed since" in page
    assert "three</ins>" in page


def test_a_new_version_that_says_the_same_of_it_is_no_change(browser, cast, guide):
    mentor_request = asked(browser, cast, guide)
    content = guide.current.content
    guide_factory.next_version(guide, guide_factory.reworded(content, "clean-the-data", missed="X"))

    assert "Changed since" not in browser.get(mentor_request.get_absolute_url()).content.decode()


def test_a_criterion_that_is_gone_since_is_still_read(browser, cast, guide):
    mentor_request = asked(browser, cast, guide)
    content = guide.current.content
    guide_factory.next_version(
        guide,
        type(content)(content.brief, "", content.sections, content.deliverables[1:]),
    )

    page = browser.get(mentor_request.get_absolute_url()).content.decode()
    assert SAID in page
    assert "Changed since" in page


def test_what_is_published_between_opening_and_sending_does_not_replace_what_was_read(
    browser, cast, guide
):
    read = guide.current
    data = fields(cast, guide)
    guide_factory.next_version(
        guide, guide_factory.reworded(read.content, ANCHOR, meets="None is.")
    )

    browser.post("/contact/", data)

    assert Request.objects.get().guide_version == read


@pytest.mark.parametrize("version", ["", "987654321", "-1", "' or 1=1", "9" * 30])
def test_a_version_that_is_not_the_guide_s_counts_as_the_present_one(browser, cast, guide, version):
    assert asked(browser, cast, guide, version=version).guide_version == guide.current


def test_a_version_of_another_guide_is_not_taken(browser, cast, guide):
    other = guide_factory.guide(cast.path, number=1)

    mentor_request = asked(browser, cast, guide, version=other.current.pk)

    assert mentor_request.guide_version == guide.current


def test_without_the_tick_the_request_is_about_no_criterion(browser, cast, guide):
    assert asked(browser, cast, guide, part="").part is None


@pytest.mark.parametrize("part", ["no-such-part", "' or 1=1", "x" * 5000, "a\0b", "brief"])
def test_an_unknown_part_is_left_out_and_stops_nothing(browser, cast, guide, part):
    page = browser.get("/contact/", {"guide": guide.pk, "part": part})

    assert page.status_code == 200
    assert "About:" not in page.content.decode()
    assert asked(browser, cast, guide, part=part).part is None


@pytest.mark.parametrize("number", ["987654321", "9" * 40, "-1", "x", "a\0b", "٣"])
def test_an_unknown_guide_is_left_out_and_stops_nothing(browser, cast, guide, number):
    assert browser.get("/contact/", {"guide": number, "part": ANCHOR}).status_code == 200
    assert asked(browser, cast, guide, guide=number).part is None


def test_a_guide_one_does_not_read_is_left_out_without_a_word(client, cast, guide):
    client.force_login(cast.other_mentor)

    page = client.get(f"/contact/?guide={guide.pk}&part={ANCHOR}").content.decode()
    assert "Cluster" not in page
    assert asked(client, cast, guide, path=cast.other_path.pk).part is None


def test_a_stranger_brings_no_part(client, cast, guide):
    page = client.get(f"/contact/?guide={guide.pk}&part={ANCHOR}").content.decode()
    assert "Cluster" not in page

    data = fields(cast, guide, name="Robin", email="robin@example.net")
    client.post("/contact/", data)

    assert Request.objects.get().part is None


def test_who_reads_it_from_another_path_asks_on_their_own(client, cast, guide):
    open_to(guide, [cast.other_path])
    client.force_login(cast.other_mentor)

    mentor_request = asked(client, cast, guide, path=cast.other_path.pk)

    assert (mentor_request.path, mentor_request.project) == (cast.other_path, None)
    assert mentor_request.part is not None


def test_one_of_several_paths_is_chosen_by_the_criterion(client, cast, guide):
    both = people.mentor("Grace Mensah", cast.path, cast.other_path)
    client.force_login(both)

    page = client.get(f"/contact/?guide={guide.pk}&part={ANCHOR}").content.decode()

    assert f'<option value="{cast.path.pk}" selected>' in page


def test_the_same_words_about_another_part_are_another_request(browser, cast, guide):
    browser.post("/contact/", fields(cast, guide))
    browser.post("/contact/", fields(cast, guide, part="clean-the-data"))

    assert Request.objects.count() == 2


def test_what_a_deleted_guide_leaves_behind_is_still_a_request(browser, cast, guide):
    mentor_request = asked(browser, cast, guide)
    Guide.objects.filter(pk=guide.pk).update(current=None)
    guide.delete()

    assert browser.get(mentor_request.get_absolute_url()).status_code == 200
    assert Request.objects.get().part is None


def test_a_follow_up_is_about_the_same(cast, guide):

    about = find(cast.mentor, str(guide.pk), ANCHOR)
    closed = contact.closed(cast.mentor, cast.path, cast.topic, cast.manager, about=about)

    follow_up = contact.reply(closed).request

    assert (follow_up.part, follow_up.guide_version) == (closed.part, closed.guide_version)


def test_a_criterion_costs_the_form_two_queries(browser, cast, guide, django_assert_num_queries):
    cast.topic, cast.invoices  # noqa: B018 (made when asked for)

    with django_assert_num_queries(12):
        browser.get(f"/contact/?guide={guide.pk}&part={ANCHOR}")
