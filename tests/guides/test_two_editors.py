"""Two editors at once: the second is told, and nothing is overwritten silently."""

from django.test import Client

from guides.drafting import save_draft
from mentorhub.content import revisions
from tests.cast import sign_in
from tests.factories.guides import CONTENT, reworded

from .editing import drafted, opened, screen, sent


def test_of_two_editors_the_second_is_told_what_differs_and_nothing_is_overwritten(
    browser, guide, cast
):
    other = sign_in(Client(), cast.administrator)
    theirs = opened(browser, guide) | {"section-0-text": "Begin with the question."}
    mine = opened(other, guide) | {"criterion-0-missed": "Countries with three names."}

    assert browser.post(screen(guide), theirs).status_code == 302
    response = other.post(screen(guide), mine)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Elise Dubois saved it at" in page
    for words in ["two</del>", "three</ins>", "question</del>", "client"]:
        assert f"</span>{words}" in page
    assert drafted(guide).sections[0].text == "Begin with the question."
    again = sent(response)
    assert again["criterion-0-missed"] == "Countries with three names."

    # They take over what they want to keep, and save knowingly.
    other.post(screen(guide), again | {"section-0-text": "Begin with the question."})
    assert drafted(guide).sections[0].text == "Begin with the question."
    assert drafted(guide).part("clean-the-data").missed == "Countries with three names."


def test_who_saves_over_a_newer_text_leaves_it_in_the_history(browser, guide, cast):
    mine = opened(browser, guide) | {"brief": "Mine"}
    save_draft(guide, reworded(CONTENT, "", title="x"), cast.administrator, seen_version=None)
    theirs = drafted(guide)

    browser.post(screen(guide), sent(browser.post(screen(guide), mine)))

    assert drafted(guide).brief == "Mine"
    saves = revisions.of(guide)
    assert [save.data["draft"]["brief"] for save in saves[:2]] == ["Mine", theirs.brief]
