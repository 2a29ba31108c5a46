"""What a question finds."""

import unicodedata

import pytest

from mentorhub.search.models import Entry, Synonym
from mentorhub.search.searching import search
from tests.search.conftest import Shelf

pytestmark = pytest.mark.usefixtures("articles")


def titles(question: str, **options: bool) -> list[str]:
    ranked = search(question, Entry.objects.all(), **options).ranked
    by_id = dict(Entry.objects.values_list("pk", "title"))
    return [by_id[one.entry] for one in ranked]


def corrections(question: str) -> dict[str, str]:
    return search(question, Entry.objects.all()).reading.corrections


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what do I do if my student does not come?", "My student did not come to the session"),
        ("password", "Change your password"),
        ("paying an invoice", "When are invoices paid?"),
        ("INVOICE", "When are invoices paid?"),
        ("noshow", "My student did not come to the session"),
        ("my student didn't come", "My student did not come to the session"),
        ("students’ projects", "The student's project is late"),
        ("eleve seance", "Reporter une séance avec un élève"),
        ("reportées", "Reporter une séance avec un élève"),
        ("L’évaluateur", "Préparer la soutenance"),
        ("soutenances", "Préparer la soutenance"),
    ],
)  # fmt: skip
def test_a_question_finds_its_answer_first(question: str, answer: str) -> None:
    assert titles(question)[0] == answer


@pytest.mark.parametrize(
    ("question", "meant", "answer"),
    [
        ("pasword", {"pasword": "password"}, "Change your password"),
        ("invocie", {"invocie": "invoice"}, "When are invoices paid?"),
        ("reimbrused expences", {"reimbrused": "reimbursed", "expences": "expenses"}, "Travel expenses"),
        ("passwordcode", {}, None),
        ("soutenence", {"soutenence": "soutenance"}, "Préparer la soutenance"),
        ("slackgroup", {"slackgroup": "slack group"}, "Join the Slack group"),
        ("dya in the calendar", {"dya": "day"}, "Move a session to another day"),
        ("new milesotne", {"milesotne": "milestone"}, "The student's project is late"),
    ],
)  # fmt: skip
def test_a_slip_is_corrected_to_the_commonest_word_near_it(
    question: str, meant: dict[str, str], answer: str | None
) -> None:
    if answer is None:
        assert titles(question)[:1] == ["Change your password"]
        return
    assert corrections(question) == meant
    assert titles(question)[0] == answer


def test_only_words_that_occur_nowhere_are_corrected(articles: Shelf) -> None:
    articles.put("Passwort", "A word of another language.")

    assert corrections("passwort") == {}
    assert titles("passwort") == ["Passwort"]


def test_a_correction_can_be_declined() -> None:
    assert titles("pasword", correcting=False) == []


def test_words_side_by_side_as_in_the_question_come_first(articles: Shelf) -> None:
    articles.put("Notes", "The time you have off for sport is up to you, and a log of it helps.")
    articles.put("Remarks", "Leave the room and log off for the day; it is up to you when.")

    assert titles("log off")[0] == "Remarks"


def test_a_word_that_occurs_nowhere_finds_those_that_begin_like_it() -> None:
    assert corrections("calendarium") == {}
    assert set(titles("calendarium")) == {"Move a session to another day", "Take a holiday"}
    assert titles("calendarium", correcting=False) == []


def test_what_nearly_resembles_a_word_is_better_than_nothing() -> None:
    assert titles("vallidetted")[0] == "When are invoices paid?"
    assert search("vallidetted", Entry.objects.all()).reading.is_guess
    assert not search("calendar vallidetted", Entry.objects.all()).reading.is_guess
    assert titles("calendar vallidetted") == titles("calendar")
    assert titles("zqxj") == []


def test_no_guess_stands_in_for_a_phrase_or_brings_back_what_was_left_out() -> None:
    assert titles('"vallidetted"') == []
    assert titles("vallidetted -invoices") == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_may_stand_behind_their_letters(articles: Shelf, form: str) -> None:
    articles.put("R\u00e9union", unicodedata.normalize(form, "Le compte rendu de la r\u00e9union."))

    for asked in [unicodedata.normalize(form, "r\u00e9union"), "reunion"]:
        assert titles(asked) == ["R\u00e9union"]


def test_a_language_may_have_signs_in_its_name(articles: Shelf) -> None:
    articles.put("Compilers", "Install one for C++ first.")
    articles.put("Letters", "Plan C, and a C besides, C.")

    assert titles("c++") == ["Compilers"]
    assert titles("plan c")[0] == "Letters"


def test_what_is_in_quotes_must_stand_there_in_that_order() -> None:
    assert titles('"session is paid"') == ["My student did not come to the session"]
    assert titles('"paid is session"') == []
    assert titles("«vingt-quatre heures»") == ["Reporter une séance avec un élève"]


def test_a_phrase_does_not_reach_from_the_title_into_the_text() -> None:
    assert titles('"holiday block"') == []


def test_a_word_behind_a_minus_must_not_occur() -> None:
    assert "When are invoices paid?" in titles("invoice")
    assert titles("invoice -tenth") == ["Travel expenses"]


def test_a_hyphen_inside_a_word_excludes_nothing() -> None:
    assert titles("no-show")[0] == "My student did not come to the session"


def test_a_synonym_finds_the_other_words_at_once() -> None:
    assert "Take a holiday" not in titles("vacations")

    Synonym.objects.create(words="vacation, holiday, time off")

    assert titles("vacations")[0] == "Take a holiday"
    assert titles("some time off please")[0] == "Take a holiday"
    assert titles("time for an offer")[:1] != ["Take a holiday"]


def test_a_phrase_has_no_synonyms() -> None:
    Synonym.objects.create(words="vacation, holiday")

    assert titles('"vacation"') == []


@pytest.mark.parametrize(
    "question",
    [
        "", " ", "?!… --- ***", '"', '""', '"open', "-", "-session", "- -", "\0", "a\0b", "& | ! :* <->",
        "' OR 1=1 --", "%_\\", "{0} %s %(terms)s", "🙂🙃", "שלום עולם", "‮password", "the of and", "é" * 300,
        "\x01\x1b[2J\x7f", "c++ c# .net", "\ufeff\u200b", "a\u0301" * 3_000, "-password -c", '-"a b" "c',
        "ab" * 5_000,
        "password " * 12_000, "x" * 100_000, "'" * 5_000, "-" * 5_000 + "a",
    ],
)  # fmt: skip
def test_whatever_is_asked_is_no_error(question: str) -> None:
    titles(question)


def test_only_words_to_leave_out_find_nothing() -> None:
    assert titles("-session") == []


def test_a_common_word_decides_less_than_a_rare_one(articles: Shelf) -> None:
    assert titles("how do I get the expenses")[0] == "Travel expenses"
