"""A merge goes on in the background, in steps, and says how far it is."""

import pytest

from contact.models import Request
from mentorhub.people import merging, merging_in_steps
from mentorhub.people.models import AccountMerge, User
from mentorhub.people.tasks import merge_accounts
from mentorhub.relay.stuck import visible_to
from tests.factories import contact, people

State = AccountMerge.State


@pytest.fixture
def double(cast) -> User:
    """Amina's other account, with five requests."""
    made = people.user("Amina B", email="amina.b@example.net")
    people.role(made, "mentor", cast.path)
    for _number in range(5):
        contact.submitted(made, cast.path, cast.topic)
    return made


def test_nothing_moves_while_somebody_waits_for_the_page(mentor, double, administrator):
    merge = merging_in_steps.begin(mentor, double, administrator)

    assert (merge.state, merge.moved) == (State.MOVING, 0)
    assert Request.objects.filter(sender=double).count() == 5


def test_it_goes_on_in_steps_and_says_how_far_it_is(mentor, double, administrator, monkeypatch):
    monkeypatch.setattr(merging_in_steps, "A_STEP", 2)
    monkeypatch.setattr(merging_in_steps, "STEPS_A_TASK", 2)
    merge = merging_in_steps.begin(mentor, double, administrator)

    merge_accounts([merge.pk])
    merge.refresh_from_db()
    assert (merge.state, merge.moved, merge.woken_at) == (State.MOVING, 4, None)
    while merge.state == State.MOVING:
        merge_accounts([merge.pk])
        merge.refresh_from_db()

    assert (merge.state, merge.moved) == (State.DONE, merge.total)
    assert Request.objects.filter(sender=mentor).count() == 5
    assert not User.objects.get(pk=double.pk).is_active


def test_two_merges_of_one_account_do_not_meet(mentor, double, administrator, cast):
    merging_in_steps.begin(mentor, double, administrator)

    for kept, gone in [(cast.colleague, double), (double, cast.colleague), (mentor, cast.assessor)]:
        with pytest.raises(merging.CannotMerge, match="just now"):
            merging_in_steps.begin(kept, gone, administrator)


def test_what_cannot_be_finished_says_why_and_is_on_the_page_stuck(mentor, double, administrator):
    merge = merging_in_steps.begin(mentor, double, administrator)
    User.objects.filter(pk=double.pk).update(is_editor=True)

    merge_accounts([merge.pk])

    merge.refresh_from_db()
    assert merge.state == State.REFUSED
    assert "an editor's" in merge.said
    assert User.objects.get(pk=double.pk).is_active
    assert [row.url for group in visible_to(administrator) for row in group.rows] == [
        merge.desk_url
    ]
