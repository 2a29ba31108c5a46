"""The pages that show notes: what stands there, for whom, and in how many statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guides import notes, threads
from guides.models import Guide, Note
from guides.templatetags.notes import notes_on
from mentorhub.people.models import User
from tests.cast import sign_in
from tests.factories import guides as factory

from .conftest import page_of

LIST = "/guides/notes/"


def _statements(act) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        act()
    return len(asked)


def _fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def _many(guide: Guide, author: User, anchor: str, number: int) -> None:
    first = factory.note(guide, author, anchor=anchor)
    Note.objects.bulk_create(
        Note(
            part=first.part,
            author=author,
            text=f"Note **{at}**",
            version=first.version,
            thread=first if at % 2 else None,
            form_token=f"00000000-0000-4000-8000-{first.pk:06}{at:06}",
        )
        for at in range(number)
    )


def test_the_notes_of_a_guide_are_read_in_one_statement(
    guide, mentor, assessor, django_assert_num_queries
):
    for number in [2, 100]:
        _many(guide, mentor, "clean-the-data", number)
        _many(guide, mentor, "notebook", number)
        reader = _fresh(assessor)
        with django_assert_num_queries(2):  # the notes; rights, known on any page
            on = threads.of_guide(guide, reader)
            text = "".join(notes_on(guide, anchor, on) for anchor in ["clean-the-data", "notebook"])
    assert on["clean-the-data"].count == 104
    assert len(on["clean-the-data"].open) == 53
    assert "104 notes between mentors and assessors" in text
    assert "<strong>99</strong>" in text


def test_the_fragment_of_a_part_without_notes_invites_to_write_one(guide, mentor):
    text = notes_on(guide, "notebook", {})

    assert f"{page_of(guide, 'notebook')}#write" in text
    assert "<details" not in text


def test_resolved_threads_are_folded_and_rulings_stand_above(guide, mentor, editor):
    thread = factory.note(guide, mentor, "Why two?")
    notes.rule(thread, editor)
    notes.resolve(thread, editor)

    on = threads.of_guide(guide, mentor)

    text = notes_on(guide, "clean-the-data", on)
    assert text.index("Why two?") < text.index("<details")
    assert text.count("Why two?") == 1
    assert "1 resolved" in text


def test_the_page_of_a_part_takes_as_many_statements_for_many_notes(client, guide, mentor):
    client.force_login(mentor)
    counts = []
    for number in [2, 60]:
        _many(guide, mentor, "clean-the-data", number)
        counts.append(_statements(lambda: client.get(page_of(guide))))
    assert counts[0] == counts[1] <= 10


# --- The editors' list -----------------------------------------------------------------------


@pytest.fixture
def talked_about(cast, guide, mentor, assessor, other_mentor) -> dict[str, Note]:
    """Two open threads on one criterion, a report on a section, one resolved, one elsewhere."""
    other = factory.guide(cast.other_path)
    found = {
        "open": factory.note(guide, mentor, "First question"),
        "second": factory.note(guide, assessor, "Second question"),
        "reported": factory.note(
            guide, mentor, "This is wrong", anchor="second-session-group-the-countries"
        ),
        "resolved": factory.note(guide, mentor, "Long settled"),
        "elsewhere": factory.note(other, other_mentor, "Of another path"),
    }
    notes.report(found["reported"], assessor, "Say it is three")
    notes.resolve(found["resolved"], mentor)
    return found


def test_it_shows_reports_first_then_what_is_talked_about_most(client, editor, talked_about):
    sign_in(client, editor)

    page = client.get(LIST)

    titles = [part.title for part in page.context["parts"]]
    assert titles == ["Second session: group the countries", "Clean the data", "Clean the data"]
    assert [(part.open, part.reported) for part in page.context["parts"]] == [
        (1, 1),
        (2, 0),
        (1, 0),
    ]
    text = page.content.decode()
    assert "Say it is three" in text
    assert "Long settled" not in text


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ("reported", {"This is wrong"}),
        ("open", {"First question", "Second question", "Of another path"}),
        ("nonsense", {"This is wrong", "First question", "Second question", "Of another path"}),
    ],
)
def test_it_is_narrowed_by_what_was_reported(client, editor, talked_about, shown, words):
    sign_in(client, editor)

    parts = client.get(LIST, {"show": shown}).context["parts"]

    assert {thread.text for part in parts for thread in part.open_threads} == words


def test_a_manager_reads_what_is_of_their_paths_and_has_no_buttons(client, manager, talked_about):
    sign_in(client, manager)

    text = client.get(LIST).content.decode()

    assert "First question" in text
    assert "Of another path" not in text
    assert "/resolve/" not in text


def test_an_editor_resolves_with_one_click_and_stays_on_the_list(client, editor, talked_about):
    sign_in(client, editor)
    thread = talked_about["reported"]

    response = client.post(reverse("guides:resolve", args=[thread.pk]), {"next": "list"})

    assert response.url == LIST
    assert "This is wrong" not in client.get(LIST).content.decode()


def test_it_takes_as_many_statements_for_many_parts(client, editor, guide, mentor):
    sign_in(client, editor)
    counts = []
    for anchors in [["notebook"], ["slides", "clean-the-data", "cluster-the-countries"]]:
        for anchor in anchors:
            _many(guide, mentor, anchor, 9)
        counts.append(_statements(lambda: client.get(LIST)))
    assert counts[0] == counts[1] <= 9
