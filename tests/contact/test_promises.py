"""The usual answer time is a fact or is not told."""

import datetime

from django.utils import timezone

from contact.models import Request
from contact.promises import LATEST, UsualTime, usual_times
from tests.cast import Cast
from tests.factories import contact


def answered(cast: Cast, hours: float, days_ago: float = 2, other_path: bool = False) -> None:
    """A request that got its first answer after so many hours."""
    path = cast.other_path if other_path else cast.path
    mentor_request = contact.submitted(cast.mentor, path, cast.topic)
    sent = timezone.now() - datetime.timedelta(days=days_ago)
    Request.objects.filter(pk=mentor_request.pk).update(
        created_at=sent, first_answered_at=sent + datetime.timedelta(hours=hours)
    )


def test_the_median_of_this_topic_on_this_path(cast: Cast) -> None:
    for hours in [1, 3, 40]:
        answered(cast, hours)
    answered(cast, 100, other_path=True)

    assert usual_times([cast.topic], cast.path) == {cast.topic.pk: UsualTime(3 * 3600, True)}


def test_too_few_on_the_path_fall_back_to_all_paths(cast: Cast) -> None:
    answered(cast, 2)
    answered(cast, 4, other_path=True)
    answered(cast, 6, other_path=True)

    assert usual_times([cast.topic], cast.path) == {cast.topic.pk: UsualTime(4 * 3600, False)}


def test_too_few_say_nothing(cast: Cast) -> None:
    answered(cast, 2)

    assert usual_times([cast.topic], cast.path) == {}


def test_what_is_older_than_a_month_does_not_count(cast: Cast) -> None:
    for hours in [1, 3, 40]:
        answered(cast, hours, days_ago=40)

    assert usual_times([cast.topic], None) == {}


def test_however_many_answers_there_are_the_latest_are_read(cast: Cast) -> None:
    for _ in range(LATEST):
        answered(cast, 2, days_ago=1)
    for _ in range(LATEST + 2):
        answered(cast, 40, days_ago=9)

    assert usual_times([cast.topic], cast.path) == {cast.topic.pk: UsualTime(2 * 3600, True)}
