import datetime
import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contact import states
from contact.priorities import LONGEST_TAG, TONE, Priority
from contact.references import reference_of
from contact.states import Status
from guides.models import Part, Version
from helpcenter.models import Article
from mentorhub.paths.models import Path, Project
from mentorhub.people import access
from mentorhub.people.models import Absence, Team, User
from mentorhub.relay.due import ago
from mentorhub.relay.models import WakeableModel

from .topic import Topic

ANSWERED = Q(first_answered_at__isnull=False)


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, user: User | AnonymousUser) -> "RequestQuerySet":
        """What this person sees at the desk: their paths, their teams, what is assigned to them, and
        on the days they cover for a colleague, what that colleague has and is not closed."""
        of = access.of(user)
        if of.is_superuser:
            return self
        if not of.works_the_desk or not isinstance(user, User):
            return self.none()
        theirs = Q(path__in=of.managed) | Q(team__in=of.teams) | Q(assignee=user)
        if of.covers:
            theirs |= Q(assignee__in=of.covers, status__in=states.NOT_CLOSED)
        return self.filter(theirs)

    def not_closed(self) -> "RequestQuerySet":
        """Whatever may still be answered: a solved one opens again when the mentor replies."""
        return self.filter(status__in=states.NOT_CLOSED)

    def with_absence(self) -> "RequestQuerySet":
        """Each with `away_until`, the last day of the assignee's absence while that lasts."""
        absences = Absence.objects.on().filter(user=models.OuterRef("assignee")).order_by()
        return self.annotate(away_until=models.Subquery(absences.values("ends_on")[:1]))

    def sent_by(self, user: User) -> "RequestQuerySet":
        return self.filter(sender=user)

    def unfinished(self) -> "RequestQuerySet":
        return self.filter(status__in=states.UNFINISHED)

    def waiting_for_us(self) -> "RequestQuerySet":
        return self.filter(status__in=states.WAITING_FOR_US)

    def overdue(self) -> "RequestQuerySet":
        """Waiting for us beyond the promised moment."""
        return self.filter(due_at__lt=Now())

    def unrouted(self) -> "RequestQuerySet":
        """Waiting for the routing task."""
        return self.filter(routed_at=None)

    def stuck(self, age: datetime.timedelta) -> "RequestQuerySet":
        """Not routed for longer than `age`."""
        return self.unrouted().filter(updated_at__lt=ago(age))

    def locked(self, pk: int) -> "Request":
        """The request with what the flows need of it, under its row lock."""
        related = ["path", "topic", "team", "project", "sender", "assignee"]
        return self.select_for_update(of=("self",)).select_related(*related).get(pk=pk)

    def due_first(self) -> "RequestQuerySet":
        """By the promised moment, moved by the priority; what is not due by the latest change."""
        return self.order_by(models.F("ranks_at").asc(nulls_last=True), "-updated_at", "-pk")

    def tagged(self, tag: str) -> "RequestQuerySet":
        return self.filter(tags__contains=[tag])


# How much earlier than due a request of this priority ranks.
AHEAD = {
    Priority.LOW: datetime.timedelta(days=-3),
    Priority.HIGH: datetime.timedelta(days=1),
    Priority.URGENT: datetime.timedelta(days=30),
}


def _in_utc(moment: Any) -> models.Func:
    """PostgreSQL generates a column from nothing that depends on a time zone setting."""
    return models.Func(
        models.Value("UTC"), moment, function="TIMEZONE", output_field=models.DateTimeField()
    )


def _ranks_at() -> models.Func:
    ahead = models.Case(
        *(models.When(priority=priority, then=span) for priority, span in AHEAD.items()),
        default=datetime.timedelta(),
        output_field=models.DurationField(),
    )
    moment = models.ExpressionWrapper(
        _in_utc(models.F("due_at")) - ahead, output_field=models.DateTimeField()
    )
    return _in_utc(moment)


class Request(WakeableModel):
    """A mentor's question to the people who can answer it.

    Every change goes through a flow that locks this row and raises `version`.
    Called mentor_request in variables and templates: `request` is Django's.
    """

    Status = Status

    sender = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("mentor")
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("email"), max_length=254)
    path = models.ForeignKey(Path, models.PROTECT, related_name="+", verbose_name=_("path"))
    project = models.ForeignKey(
        Project, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("project")
    )
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("topic"))
    subject = models.CharField(_("subject"), max_length=150)
    follows = models.ForeignKey(
        "self", models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("follows")
    )
    article = models.ForeignKey(
        Article,
        models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("article read before"),
    )
    # What the sender looked for before: a copy, as the log of searches names nobody.
    searched = models.CharField(
        _("searched for before"), max_length=200, blank=True, editable=False
    )
    answers_offered = ArrayField(models.IntegerField(), default=list, editable=False)
    answers_opened = ArrayField(models.IntegerField(), default=list, editable=False)
    part = models.ForeignKey(
        Part,
        models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
        db_index=False,  # request_part
        verbose_name=_("part of a guide"),
    )
    guide_version = models.ForeignKey(
        Version,
        models.SET_NULL,
        related_name="+",
        null=True,
        editable=False,
        db_index=False,  # nobody asks by it
        verbose_name=_("version that was read"),
    )
    form_token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.NEW)
    version = models.PositiveIntegerField(default=0, editable=False)
    assignee = models.ForeignKey(
        User,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("assigned to"),
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("team")
    )
    needs_attention = models.BooleanField(
        _("needs attention"), default=False, help_text=_("Nobody on the path could take it.")
    )

    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.NORMAL
    )
    tags = ArrayField(
        models.CharField(max_length=LONGEST_TAG), verbose_name=_("tags"), default=list
    )

    created_at = models.DateTimeField(_("sent"), db_default=Now())
    updated_at = models.DateTimeField(_("last change"), db_default=Now())
    routed_at = models.DateTimeField(null=True, editable=False)
    assigned_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    ranks_at = models.GeneratedField(
        expression=_ranks_at(), output_field=models.DateTimeField(null=True), db_persist=True
    )
    first_answered_at = models.DateTimeField(_("first answer"), null=True, editable=False)
    solved_at = models.DateTimeField(_("solved"), null=True, editable=False)
    closing_told_at = models.DateTimeField(_("told that it closes"), null=True, editable=False)

    objects = RequestQuerySet.as_manager()
    away_until: datetime.date | None  # set by with_absence()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["sender", "-updated_at"], name="request_sender"),
            models.Index(fields=["assignee", "ranks_at"], name="request_assignee"),
            models.Index(fields=["path", "ranks_at"], name="request_path"),
            models.Index(fields=["team", "ranks_at"], name="request_team"),
            models.Index(fields=["ranks_at", "-updated_at"], name="request_rank"),
            models.Index(fields=["due_at"], name="request_due"),
            GinIndex(fields=["tags"], name="request_tags"),
            models.Index(fields=["id"], condition=~Q(tags=[]), name="request_tagged"),
            models.Index(fields=["id"], condition=Q(routed_at=None), name="request_unrouted"),
            models.Index(
                fields=["path", "team", "assignee"],
                condition=Q(status__in=states.UNFINISHED),
                name="request_unfinished",
            ),
            # The desk's search: any part of a word, in any language.
            GinIndex(OpClass(Upper("subject"), "gin_trgm_ops"), name="request_subject_parts"),
            GinIndex(OpClass(Upper("name"), "gin_trgm_ops"), name="request_name_parts"),
            GinIndex(OpClass(Upper("email"), "gin_trgm_ops"), name="request_email_parts"),
            models.Index(
                fields=["part", "-created_at"],
                condition=Q(part__isnull=False),
                name="request_part",
            ),
            models.Index(fields=["solved_at"], condition=Q(status="solved"), name="request_solved"),
            models.Index(
                fields=["topic", "path", "-first_answered_at"],
                condition=ANSWERED,
                name="request_answer_times",
            ),
            models.Index(
                fields=["topic", "-first_answered_at"], condition=ANSWERED, name="request_answers"
            ),
        ]
        verbose_name = _("request")
        verbose_name_plural = _("requests")

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"

    def get_absolute_url(self) -> str:
        """The mentor's page of it."""
        return reverse("contact:own_request", args=[self.pk])

    @property
    def reference(self) -> str:
        """What people quote: MH-1042."""
        return reference_of(self.pk)

    @property
    def desk_url(self) -> str:
        """Its screen at the desk."""
        return reverse("admin:contact_request_change", args=[self.pk])

    @property
    def thread_subject(self) -> str:
        """The subject of all its emails, so that mail programs keep them together.

        A public sender's address is not proven, so their own words are not mailed to it.
        """
        words = self.subject if self.sender_id else _("Your request")
        return f"[{self.reference}] {words}"

    @property
    def shown(self) -> states.Shown:
        """How its status is shown."""
        return states.SHOWN[Status(self.status)]

    @property
    def priority_stands_out(self) -> bool:
        return self.priority != Priority.NORMAL

    @property
    def priority_tone(self) -> str:
        """How its priority is shown."""
        return TONE[Priority(self.priority)]

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED

    @property
    def is_finished(self) -> bool:
        return self.status in {Status.SOLVED, Status.CLOSED}
