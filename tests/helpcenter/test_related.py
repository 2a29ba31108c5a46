"""Related answers are about the same thing, and never more than the reader may see."""

import pytest
from django.contrib.auth.models import AnonymousUser

from helpcenter.reading import read
from helpcenter.related import relate_all_if_changed
from mentorhub.search import vocabulary
from tests.factories import helpcenter

pytestmark = pytest.mark.django_db

PAYMENT = "An invoice is paid by bank transfer in the month after."


@pytest.fixture
def invoice():
    """Alone on its shelf with what is about something else; its like stands on other shelves."""
    made = helpcenter.public("When is my invoice paid?", body=PAYMENT)
    for number in range(3):
        helpcenter.public(f"Otter {number}", body="An otter swims under the ferry.")
    return made


def settle() -> None:
    vocabulary.refresh()
    relate_all_if_changed()


def titles(article, user=None) -> list[str]:
    return [other.title for other in read(article.slug, user or AnonymousUser()).related]


def test_what_shares_rare_words_comes_first_whatever_its_shelf(invoice):
    shelf = helpcenter.category("Money")
    helpcenter.public("A wrong bank transfer", body=f"{PAYMENT} Write.", category=shelf)
    settle()

    assert titles(invoice)[0] == "A wrong bank transfer"


def test_a_new_answer_shows_its_like_at_once(invoice):
    settle()
    made = helpcenter.public("Invoice by bank transfer", body=PAYMENT)

    assert titles(made)[0] == "When is my invoice paid?"


def test_with_nothing_like_it_the_shelf_fills_up(invoice):
    assert titles(invoice) == ["Otter 0", "Otter 1", "Otter 2"]


def test_what_the_reader_may_not_see_is_not_there(cast, invoice):
    helpcenter.article("Bank transfer one", body=PAYMENT)
    helpcenter.article("Bank transfer two", cast.other_path, body=PAYMENT)
    gone = helpcenter.public("Bank transfer three", body=PAYMENT)
    helpcenter.translation(invoice, "Virement bank transfer", body=PAYMENT)
    settle()
    type(gone).objects.filter(pk=gone.pk).update(state="draft")

    assert not {title for title in titles(invoice) if "transfer" in title}
    assert {title for title in titles(invoice, cast.mentor) if "transfer" in title} == {
        "Bank transfer one"
    }


def test_everybody_finds_public_ones_however_many_are_for_mentors(invoice):
    for number in range(12):
        helpcenter.article(f"Invoice bank transfer {number}", body=PAYMENT)
    helpcenter.public("A late bank transfer", body=f"Wait. {PAYMENT} Then write to us again.")
    settle()

    assert titles(invoice)[0] == "A late bank transfer"


@pytest.mark.parametrize("others", [0, 1, 12])
def test_it_is_one_statement(django_assert_num_queries, invoice, others):
    for number in range(others):
        helpcenter.public(f"Invoice bank transfer {number}", body=PAYMENT)
    settle()

    with django_assert_num_queries(1):
        assert read(invoice.slug, AnonymousUser()).related


def test_nothing_is_done_again_while_nothing_changed(django_assert_num_queries, invoice):
    settle()

    with django_assert_num_queries(1):
        assert relate_all_if_changed() == 0
