"""Whom a note names."""

import pytest

from mentorhub.people import mentions
from mentorhub.people.models import User

PEOPLE = [
    User(pk=1, name="Amina Berger", email="amina@mentorhub.example"),
    User(pk=2, name="Jonas Keller", email="jonas@mentorhub.example"),
    User(pk=3, name="Jonas Keller-Braun", email="jkb@mentorhub.example"),
    User(pk=4, name="José Núñez", email="jose@mentorhub.example"),
    User(pk=5, name="Priya Nair", email="priya@mentorhub.example"),
    User(pk=6, name="Priya Nair", email="other.priya@mentorhub.example"),
]


def _named(text):
    return [person.pk for person in mentions.find(text, PEOPLE).people]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("@Amina Berger, what do you think?", [1]),
        ("Ask @Amina: she knows.", [1]),
        ("@amina  BERGER!", [1]),
        ("(@Jose Nunez) and @Amina Berger.", [4, 1]),
        ("@Amina and again @Amina Berger", [1]),
    ],
)
def test_a_name_after_an_at_sign_is_found_whatever_its_case_and_accents(text, who):
    assert _named(text) == who


def test_the_longest_name_counts():
    assert _named("@Jonas Keller-Braun wrote") == [3]
    assert _named("@Jonas Keller wrote") == [2]


def test_a_name_of_two_people_reaches_nobody_and_says_so():
    found = mentions.find("@Priya Nair or @Jonas?", PEOPLE)

    assert found.people == []
    assert found.ambiguous == ["Priya Nair", "Jonas"]


def test_a_name_of_nobody_says_so():
    assert mentions.find("@Zorro, help", PEOPLE).unknown == ["Zorro"]
    assert mentions.find("@Aminata", PEOPLE).unknown == ["Aminata"]


@pytest.mark.parametrize(
    "text",
    ["amina@mentorhub.example", "`@Amina` is code", "```\n@Amina\n```", "a @ Amina", "@", ""],
)
def test_what_only_looks_like_it_names_nobody(text):
    assert mentions.find(text, PEOPLE) == mentions.Mentions([], [], [])
