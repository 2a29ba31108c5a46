"""Who reads a guide. tests/test_access.py walks the addresses; this is the rule they ask."""

import pytest
from django.contrib.auth.models import AnonymousUser

from guides.drafting import open_to
from guides.models import Guide
from mentorhub.search.models import Entry
from tests.factories import guides as factory


def _reads(user):
    return Guide.objects.visible_to(user).exists()


def _finds(user):
    return Entry.objects.filter(kind="guide").visible_to(user).exists()


@pytest.mark.parametrize("role", ["mentor", "assessor", "manager", "other_manager", "editor"])
def test_people_of_the_path_and_staff_read_it_and_find_it(cast, role):
    factory.guide(cast.path)

    assert _reads(getattr(cast, role))
    assert _finds(getattr(cast, role))


def test_nobody_else_reads_it_or_finds_it(cast, other_mentor):
    factory.guide(cast.path)

    for user in [other_mentor, AnonymousUser()]:
        assert not _reads(user)
        assert not _finds(user)


def test_people_of_another_path_read_what_was_opened_to_it(cast, other_mentor):
    guide = factory.guide(cast.path)
    open_to(guide, [cast.other_path])

    assert _reads(other_mentor)
    assert _finds(other_mentor)

    open_to(guide, [])

    assert not _reads(other_mentor)
    assert not _finds(other_mentor)


def test_nobody_reads_a_guide_before_its_first_version(cast, mentor, editor):
    factory.draft(cast.path)

    assert not _reads(mentor)
    assert not _reads(editor)
    assert not Entry.objects.filter(kind="guide").exists()
