"""Whose absences and open work somebody at the desk may look at."""

from django.db.models import Q, QuerySet

from mentorhub.people import access
from mentorhub.people.models import Role, User


def of(user: User) -> QuerySet[User]:
    """Oneself, managers of the same paths, members of the same teams, and whom one stands in for
    today; for administrators everybody. Nobody for who does not work the desk."""
    rights = access.of(user)
    if rights.is_superuser:
        return User.objects.all()
    if not rights.works_the_desk:
        return User.objects.none()
    managers = Role.objects.current().managing().filter(path__in=rights.managed).values("user")
    members = User.teams.through.objects.filter(team__in=rights.teams).values("user")
    return User.objects.filter(
        Q(pk=user.pk) | Q(pk__in=managers) | Q(pk__in=members) | Q(pk__in=rights.covers)
    )
