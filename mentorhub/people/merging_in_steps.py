"""A merge of two accounts in the background, step by step, however much one of them holds.

What is many (requests, messages, votes) moves first, some rows a step. The last step is
merging.merge(): roles, addresses and whatever came meanwhile, in one transaction.
"""

from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from mentorhub.relay.due import wake

from . import merging
from .models import AccountMerge, User

A_STEP = 250
STEPS_A_TASK = 20
State = AccountMerge.State


@transaction.atomic
def begin(kept: User, gone: User, by: User) -> AccountMerge:
    """Have the two made one in the background. Raises merging.CannotMerge."""
    list(User.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk"))
    check(kept, gone)
    total = sum(count for _kind, count in merging.what_moves(gone))
    merge = AccountMerge.objects.create(
        kept=kept, gone=gone, address=gone.email, made_by=by, total=total
    )
    wake(AccountMerge)
    return merge


def check(kept: User, gone: User) -> None:
    """Raise merging.CannotMerge when these two are not to be merged, or not just now."""
    merging.check(kept, gone)
    if AccountMerge.objects.waiting().about(kept, gone).exists():
        raise merging.CannotMerge(
            _("One of the two is being merged just now. Wait until it is done.")
        )


def go_on(pk: int) -> None:
    """Do the next steps. What is left the relay brings again, at once."""
    for _number in range(STEPS_A_TASK):
        if not _step(pk):
            return
    AccountMerge.objects.filter(pk=pk).update(woken_at=None)
    wake(AccountMerge)


@transaction.atomic
def _step(pk: int) -> bool:
    """Whether there may be more. The row is locked, so that two tasks never do the same step."""
    rows = AccountMerge.objects.waiting().select_for_update(skip_locked=True, of=["self"])
    merge = rows.filter(pk=pk).select_related("kept", "gone", "made_by").first()
    if merge is None:
        return False
    moved = _move_some(merge)
    if not moved:
        _finish(merge)
    merge.moved = min(merge.moved + moved, merge.total)
    merge.changed_at = Now()
    merge.save(update_fields=["moved", "state", "said", "changed_at"])
    return bool(moved)


def _finish(merge: AccountMerge) -> None:
    try:
        merging.merge(merge.kept, merge.gone, merge.made_by)
    except merging.CannotMerge as why:  # one of them became something else meanwhile
        merge.state, merge.said = State.REFUSED, str(why)[:300]
    else:
        merge.state, merge.moved = State.DONE, merge.total


def _move_some(merge: AccountMerge) -> int:
    """How many rows went over; 0 when what is left are people's own: roles, teams, absences."""
    for field in merging.fields():
        if field.model._meta.app_label == User._meta.app_label:
            continue
        rows: list[Any] = list(
            field.model._base_manager.filter(**{field.name: merge.gone})[:A_STEP]
        )
        for row in rows:
            merging.move(row, field, merge.kept)
        if rows:
            return len(rows)
    return 0
