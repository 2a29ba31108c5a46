"""After a publication: an email to those who want one for each change."""

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from mentorhub.people.models import User

from . import emails, readers
from .content import Content
from .models import EmailChoice, Reading, Version


@transaction.atomic
def tell_of(pk: int) -> None:
    """Queue the emails about a version, unless somebody did or is doing it.

    Who may read the guide is asked now: whoever lost that since the publication gets nothing.
    """
    versions = Version.objects.to_be_told().select_for_update(skip_locked=True, of=("self",))
    version = versions.select_related("guide__project__path").filter(pk=pk).first()
    if version is None:
        return
    emails.tell_of_change(version, _before(version), _who_wants_to_know(version))
    Version.objects.filter(pk=pk).update(told_at=Now())


def _before(version: Version) -> Content | None:
    """What the version before it said; None for the first."""
    earlier = Version.objects.filter(guide=version.guide_id, number=version.number - 1).first()
    return earlier.content if earlier else None


def _who_wants_to_know(version: Version) -> "QuerySet[User]":
    """People of its paths who chose to be told of each change, and have not read this one."""
    each = EmailChoice.objects.filter(often=EmailChoice.Often.EACH).values("reader")
    have_read = Reading.objects.filter(
        guide=version.guide_id, confirmed__number__gte=version.number
    ).values("reader")
    people = readers.of_its_paths(version.guide).filter(pk__in=each).exclude(pk__in=have_read)
    return people.exclude(pk=version.published_by_id or 0).only("email")
