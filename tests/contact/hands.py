"""What a browser sends when requests go from hand to hand, and what came of it."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from contact.models import Request
from mentorhub.mail.models import OutgoingEmail
from mentorhub.people.models import User
from tests.cast import Cast


def page_of(person: User, kind: str = "handover") -> str:
    return reverse(f"admin:contact_{kind}", args=[person.pk])


def chosen(*requests: Request) -> list[str]:
    return [f"{it.pk}-{Request.objects.get(pk=it.pk).version}" for it in requests]


def hands_over(
    client: Client, cast: Cast, to: User, *requests: Request, sure: str = "1", **more: object
) -> HttpResponse:
    data = {"chosen": chosen(*requests), "to": to.pk, "sure": sure, **more}
    return client.post(page_of(cast.manager), data)


def assignees() -> list[str]:
    return [str(it.assignee) for it in Request.objects.order_by("pk").select_related("assignee")]


def mails(kind: str) -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind=kind).order_by("to_address"))


def returns(client: Client, cast: Cast, *requests: Request, sure: str = "1") -> HttpResponse:
    data = {"chosen": chosen(*requests), "sure": sure}
    return client.post(page_of(cast.manager, "taking_back"), data)
