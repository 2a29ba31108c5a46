"""Who stands in for whom, link by link: a cover may be away too, and has a cover of their own."""

import datetime
from collections.abc import Iterator

from . import access
from .models import Absence, User


class Circle(Exception):
    """The covers lead back to who is away; `absence` is the one that closes the circle."""

    def __init__(self, absence: Absence) -> None:
        super().__init__(str(absence))
        self.absence = absence


def away_meanwhile(absence: Absence) -> list[Absence]:
    """Absences of its cover in its days, and of whoever covers in those. Raises Circle."""
    seen = frozenset({absence.user_id})
    return list(_follow(absence.cover_id, absence.starts_on, absence.ends_on, seen))


def who_stands_in(absence: Absence) -> User | None:
    """Who is there today at the end of the chain of covers, if anybody."""
    seen = {absence.user_id}
    cover = absence.cover_id
    while cover is not None and cover not in seen:
        seen.add(cover)
        theirs = Absence.objects.on().filter(user=cover).first()
        if theirs is None:
            return access.who_work_the_desk().filter(pk=cover).first()
        cover = theirs.cover_id
    return None


def _follow(
    cover: int | None, first: datetime.date, last: datetime.date, seen: frozenset[int]
) -> Iterator[Absence]:
    theirs = Absence.objects.within(first, last).filter(user=cover).select_related("user", "cover")
    for absence in theirs.order_by("starts_on"):
        yield absence
        if absence.cover_id in seen:
            raise Circle(absence)
        if absence.cover_id is not None:
            first_shared, last_shared = (
                max(first, absence.starts_on),
                min(last, absence.ends_on),
            )
            yield from _follow(
                absence.cover_id, first_shared, last_shared, seen | {absence.user_id}
            )
