"""Who reads a guide, asked of all at once: the same as asked of each."""

import datetime

import pytest

from guides import readers
from guides.drafting import open_to
from guides.models import Guide
from mentorhub.people.models import Role, User
from tests.factories import people


@pytest.fixture
def everybody(cast):
    """One of each kind, and some whose time is over."""
    for part in ["mentor", "other_mentor", "assessor", "manager", "other_manager"]:
        getattr(cast, part)
    for part in ["editor", "administrator", "finance", "colleague"]:
        getattr(cast, part)
    gone = people.mentor("Gaston Gone", cast.path)
    Role.objects.filter(user=gone).update(ends_on=datetime.date(2020, 1, 1), starts_on="2019-01-01")
    left = people.assessor("Lou Left", cast.path)
    User.objects.filter(pk=left.pk).update(is_active=False)
    people.user("Nils Nobody")


@pytest.mark.parametrize("opened", [False, True])
def test_it_says_of_everybody_what_the_guide_says_of_each(cast, everybody, guide, opened):
    if opened:
        open_to(guide, [cast.other_path])

    found = set(readers.of_guide(guide))

    assert found == {
        user for user in User.objects.all() if Guide.objects.visible_to(user).filter(pk=guide.pk)
    }


def test_a_note_can_name_people_of_the_path_and_its_editors(cast, everybody, guide):
    names = {person.name for person in readers.to_be_named(guide)}

    assert names == {
        "Amina Berger",
        "Priya Nair",
        "Jonas Keller",
        "Camille Laurent",
        "Elise Dubois",
    }


def test_the_editor_of_the_guide_is_told_else_all_editors(cast, everybody, guide):
    second = people.user("Emil Editor", is_editor=True)
    assert set(readers.editors_of(guide)) == {cast.editor, second}

    guide.editor = second
    assert set(readers.editors_of(guide)) == {second}

    second.is_active = False
    second.save()
    assert set(readers.editors_of(guide)) == {cast.editor}
