"""Requests that are routed at the same moment see each other's load."""

from contact import routing
from contact.models import Request, Topic
from mentorhub.people.models import Team

from .at_once import at_once
from .conftest import School, person

ROUNDS = 20


def test_two_requests_at_once_go_to_two_members_of_a_team(school: School) -> None:
    team = Team.objects.create(name="Finance support")
    team.members.set([person("Nadia"), person("Tom")])
    invoices = Topic.objects.create(name="Invoices", slug="invoices", team=team)
    for _round in range(ROUNDS):
        ids = [unrouted(school, topic=invoices, team=team) for _request in range(2)]

        at_once([lambda pk=pk: routing.route(pk) for pk in ids])

        assert len(assignees(ids)) == 2
        Request.objects.all().delete()


def test_two_requests_at_once_go_to_two_managers_of_a_path(school: School) -> None:
    for _round in range(ROUNDS):
        ids = [unrouted(school, topic=school.topic) for _request in range(2)]

        at_once([lambda pk=pk: routing.route(pk) for pk in ids])

        assert len(assignees(ids)) == 2
        Request.objects.all().delete()


def unrouted(school: School, **fields: object) -> int:
    mentor_request = Request.objects.create(
        sender=school.mentor,
        name=school.mentor.name,
        email=school.mentor.email,
        path=school.path,
        subject="Question",
        **fields,
    )
    return mentor_request.pk


def assignees(ids: list[int]) -> set[int | None]:
    return set(Request.objects.filter(pk__in=ids).values_list("assignee", flat=True))
