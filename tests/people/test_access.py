"""Who somebody is today."""

import datetime
import zoneinfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from mentorhub.people import access, days
from mentorhub.people.models import Role, User
from tests.cast import Cast
from tests.factories import paths, people

NOTHING = access.Access()
DAY = datetime.timedelta(days=1)


def fresh(user: User) -> User:
    """As the next request loads them."""
    return User.objects.get(pk=user.pk)


def holds(starts: int, ends: int | None) -> bool:
    """Whether a role from and to these days, counted from today, holds today."""
    today = timezone.localdate()
    person, path = people.user("Amina Berger"), paths.path("Data Analyst")
    last = None if ends is None else today + ends * DAY
    people.role(person, Role.Kind.MANAGER, path, starts_on=today + starts * DAY, ends_on=last)
    of = access.of(fresh(person))
    assert of.is_staff == of.works_the_desk == bool(of.managed)
    return path.pk in of.managed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (0, None, True),
        (1, None, False),
        (-1, None, True),
        (0, 0, True),
        (-10, 0, True),
        (-10, -1, False),
        (-10, 1, True),
    ],
)
def test_a_role_holds_from_its_first_day_to_its_last_both_included(starts, ends, expected):
    assert holds(starts, ends) is expected


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_its_day_is_the_schools_day_whatever_zone_the_person_chose(settings, chosen):
    """25 hours lie between the zones: a right would end a day late for who moves far west."""
    for school in ["Pacific/Kiritimati", "Pacific/Pago_Pago"]:
        settings.TIME_ZONE = school
        today = timezone.localdate(timezone=zoneinfo.ZoneInfo(school))
        with timezone.override(chosen):
            assert days.today() == today


def test_each_role_gives_its_own(cast: Cast):
    one = frozenset({cast.path.pk})
    assert access.of(cast.mentor) == access.Access(mentored=one)
    assert access.of(cast.assessor) == access.Access(assessed=one)
    assert access.of(cast.manager) == access.Access(managed=one)
    assert access.of(cast.editor) == access.Access(is_editor=True)
    assert access.of(cast.administrator) == access.Access(is_superuser=True)
    assert cast.finance
    assert access.of(fresh(cast.nadia)) == access.Access(teams=frozenset({cast.finance.pk}))


def test_who_may_enter_the_admin_and_who_works_the_desk(cast: Cast):
    assert cast.finance
    roles = ["mentor", "assessor", "editor", "nadia", "manager", "administrator"]
    rights = [access.of(fresh(getattr(cast, role))) for role in roles]
    assert [of.is_staff for of in rights] == [False, False, True, True, True, True]
    assert [of.works_the_desk for of in rights] == [False, False, False, True, True, True]
    assert [fresh(getattr(cast, role)).is_staff for role in roles] == [of.is_staff for of in rights]


def test_several_roles_add_up(cast: Cast):
    people.role(cast.mentor, Role.Kind.ASSESSOR, cast.other_path)
    people.role(cast.mentor, Role.Kind.MANAGER, cast.other_path)
    of = access.of(fresh(cast.mentor))
    assert (of.mentored, of.assessed, of.managed) == (
        {cast.path.pk},
        {cast.other_path.pk},
        {cast.other_path.pk},
    )
    assert of.paths == {cast.path.pk, cast.other_path.pk}


@pytest.mark.parametrize("role", ["mentor", "manager", "editor", "administrator", "nadia"])
def test_an_inactive_person_is_nothing(cast: Cast, role):
    assert cast.finance
    User.objects.filter(pk=getattr(cast, role).pk).update(is_active=False)
    assert access.of(fresh(getattr(cast, role))) == NOTHING


def test_the_role_of_an_inactive_person_does_not_hold(cast: Cast):
    """So that nobody is told of a request who cannot sign in to answer it."""
    assert list(Role.objects.current().managing().values_list("user__name", flat=True)) == []
    roles = Role.objects.current().filter(user=cast.manager)
    assert roles.count() == 1
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)
    assert roles.all().count() == 0


def test_a_stranger_is_nothing():
    assert access.of(AnonymousUser()) == NOTHING


@pytest.mark.parametrize("role", ["mentor", "manager", "administrator"])
def test_it_costs_one_query_and_is_asked_once(cast: Cast, role, django_assert_num_queries):
    person = fresh(getattr(cast, role))
    with django_assert_num_queries(1):
        for _ in range(3):
            access.of(person)


# --- What the roles themselves promise -------------------------------------------------------


def test_a_role_that_ended_is_gone_at_the_next_request(cast: Cast, client):
    client.force_login(cast.manager)
    url = "/admin/contact/request/"
    assert access.of(cast.manager).is_staff
    yesterday = timezone.localdate() - DAY
    Role.objects.filter(user=cast.manager).update(ends_on=yesterday)
    assert client.get(url).status_code == 404


def test_nobody_has_the_same_open_role_twice(cast: Cast):
    with pytest.raises(IntegrityError, match="one_open_role_of_a_kind"), transaction.atomic():
        people.role(cast.mentor, Role.Kind.MENTOR, cast.path)


def test_a_role_does_not_end_before_it_starts(cast: Cast):
    yesterday = timezone.localdate() - DAY
    with pytest.raises(IntegrityError, match="role_ends_after_it_starts"), transaction.atomic():
        people.role(
            cast.editor,
            Role.Kind.MENTOR,
            cast.path,
            starts_on=timezone.localdate(),
            ends_on=yesterday,
        )


def test_there_is_one_fallback_team(cast: Cast):
    assert cast.fallback
    with pytest.raises(IntegrityError, match="one_fallback_team"), transaction.atomic():
        people.team("Another", is_fallback=True)


def test_an_absence_ends_after_it_starts_and_is_covered_by_somebody_else(cast: Cast):
    with pytest.raises(IntegrityError, match="absence_ends_after"), transaction.atomic():
        people.absence(cast.manager, days=0)
    with pytest.raises(IntegrityError, match="absence_covered_by_another"), transaction.atomic():
        people.absence(cast.manager, cover=cast.manager)


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (6, True), (7, False)])
def test_an_absence_holds_from_its_first_day_to_its_last(cast: Cast, days, expected):
    away = people.absence(cast.manager, days=7)
    day = timezone.localdate() + days * DAY
    assert type(away).objects.on(day).exists() is expected
