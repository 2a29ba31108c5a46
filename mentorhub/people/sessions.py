"""Ending sessions: whoever holds an older cookie has to sign in again, with the second factor too."""

from collections.abc import Iterable
from typing import cast

from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest

from .models import Role, User


def end_all(people: Iterable[User]) -> None:
    """End every session of these people, at once and on the server."""
    ids = [person.pk for person in people]
    User.objects.filter(pk__in=ids).update(session_round=F("session_round") + 1)


def end_others(request: HttpRequest) -> None:
    """End one's own sessions but this one, which gets a new key."""
    user = cast(User, request.user)
    end_all([user])
    user.refresh_from_db(fields=["session_round"])
    update_session_auth_hash(request, user)


def rights_changed(request: HttpRequest, people: Iterable[User]) -> None:
    """End the sessions of people whom staff gave or took rights; who did it stays signed in."""
    affected = {person.pk: person for person in people}
    if request.user.pk in affected:
        end_others(request)
        del affected[request.user.pk]
    end_all(affected.values())


def managers_of(roles: Iterable[Role]) -> list[User]:
    """The people among the holders of these roles whom a role brings to the desk."""
    return [role.user for role in roles if role.kind == Role.Kind.MANAGER]
