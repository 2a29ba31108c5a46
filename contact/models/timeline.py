from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from contact.states import Event, after
from mentorhub.people.models import User

from .request import Request


class TimelineEvent(models.Model):
    """Something that happened to a request: who, what, when. Never changed afterwards.

    `data` holds what the sentence needs, names as they were that day; the sentence itself
    is made for its reader, in timeline sentences.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="timeline")
    event = models.CharField(_("what"), max_length=16, choices=Event)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(_("when"), db_default=Now())
    version = models.PositiveIntegerField()
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline")

    def __str__(self) -> str:
        return f"{self.request.reference}: {self.get_event_display()}"


def happened(
    mentor_request: Request, event: Event, actor: User | None, **data: Any
) -> TimelineEvent:
    """Move a locked request to the status that follows, raise its version, write the entry.

    Raises states.Refused when this cannot happen to it. The caller holds the row lock and
    saves whatever else it changed.
    """
    if event != Event.SUBMITTED:
        mentor_request.status = after(mentor_request.status, event)
    mentor_request.version += 1
    Request.objects.filter(pk=mentor_request.pk).update(
        status=mentor_request.status, version=F("version") + 1, updated_at=Now()
    )
    return TimelineEvent.objects.create(
        request=mentor_request,
        event=event,
        actor=actor,
        version=mentor_request.version,
        data=data,
    )
