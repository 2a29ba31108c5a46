"""Promised moments fall into working hours."""

import datetime
import zoneinfo

import pytest

from contact.deadlines import after_working_hours

PARIS = zoneinfo.ZoneInfo("Europe/Paris")


def paris(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("case", "start", "hours", "due"),
    [
        ("within the day", "2026-11-24 10:30", 3, "2026-11-24 13:30"),
        ("until closing", "2026-11-24 10:00", 8, "2026-11-24 18:00"),
        ("over night", "2026-11-24 16:00", 4, "2026-11-25 11:00"),
        ("before opening", "2026-11-24 07:10", 1, "2026-11-24 10:00"),
        ("in the evening", "2026-11-24 21:00", 2, "2026-11-25 11:00"),
        ("over a weekend", "2026-11-27 17:00", 2, "2026-11-30 10:00"),
        ("on a Sunday", "2026-11-29 12:00", 1, "2026-11-30 10:00"),
        ("two working days", "2026-11-24 10:00", 18, "2026-11-26 10:00"),
        ("over the change to winter time", "2026-10-23 17:00", 2, "2026-10-26 10:00"),
        ("over the change to summer time", "2026-03-27 17:00", 2, "2026-03-30 10:00"),
    ],
)
def test_due(case: str, start: str, hours: int, due: str) -> None:
    assert after_working_hours(paris(start), hours) == paris(due)


def test_the_clock_is_the_school_s_wherever_the_start_is_told() -> None:
    start = paris("2026-11-24 10:30").astimezone(zoneinfo.ZoneInfo("Asia/Kolkata"))

    assert after_working_hours(start, 3) == paris("2026-11-24 13:30")
