"""The outbox: every email that leaves is a row here first, and stays one."""

import datetime
import re
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentorhub.paths.models import Path
from mentorhub.people import access
from mentorhub.people.models import User
from mentorhub.relay import lanes
from mentorhub.relay.due import ago
from mentorhub.relay.models import WakeableModel


class State(models.TextChoices):
    """Where an email stands. TONE says how a page shows it."""

    QUEUED = "queued", _("queued")
    CLAIMED = "claimed", _("being sent")
    WAITING = "waiting", _("waiting for another try")
    SENT = "sent", _("sent")
    FAILED = "failed", _("refused")
    UNKNOWN = "unknown", _("outcome unknown")
    DISCARDED = "discarded", _("discarded")


TONE = {
    State.QUEUED: "brand",
    State.CLAIMED: "brand",
    State.WAITING: "warn",
    State.SENT: "ok",
    State.FAILED: "new",
    State.UNKNOWN: "warn",
    State.DISCARDED: "",
}
SIGNED = re.compile(r"/[\w-]+:[\w-]+:[\w-]{43}/")  # what django.core.signing makes, in an address
UNFINISHED = [State.QUEUED, State.CLAIMED, State.WAITING]
NEEDS_A_PERSON = [State.FAILED, State.UNKNOWN]


def new_message_id() -> str:
    """A Message-ID (RFC 5322, 3.6.4) under the domain we send from."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return f"<{uuid.uuid4().hex}@{domain}>"


class SendingPause(models.Model):
    """While this row is there, no email leaves; at most one. See pausing.py."""

    ONLY = 1

    at = models.DateTimeField(_("since"), db_default=Now())
    why = models.CharField(_("why"), max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_pause_at_most")]
        verbose_name = _("pause of sending")
        verbose_name_plural = _("pauses of sending")

    def __str__(self) -> str:
        return self.why


class ServerRestQuerySet(models.QuerySet["ServerRest"]):
    def now(self) -> "ServerRestQuerySet":
        """The rest, while it lasts by the database's clock."""
        return self.filter(until__gt=Now())


class ServerRest(models.Model):
    """Until when the mail server, which does not answer, is left alone; at most one. See resting.py."""

    ONLY = 1

    failures = models.PositiveSmallIntegerField(_("failures one after the other"), default=0)
    until = models.DateTimeField(_("until"))

    objects = ServerRestQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_rest_at_most")]
        verbose_name = _("rest of the mail server")
        verbose_name_plural = _("rests of the mail server")

    def __str__(self) -> str:
        return f"{self.failures}"


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    def in_lane(self, lane: str) -> "OutgoingEmailQuerySet":
        return self.filter(lane=lane)

    def unfinished(self) -> "OutgoingEmailQuerySet":
        return self.filter(state__in=UNFINISHED)

    def due(self) -> "OutgoingEmailQuerySet":
        """To be sent now, and those whose sender died: their lease has run out. None in a pause or a rest."""
        return self.filter(
            Q(state__in=[State.QUEUED, State.WAITING], due_at__lte=Now())
            | Q(state=State.CLAIMED, lease_until__lt=Now()),
            ~Exists(SendingPause.objects.all()),
            ~Exists(ServerRest.objects.now()),
        )

    def stuck(self, age: datetime.timedelta) -> "OutgoingEmailQuerySet":
        """What needs a person: unfinished for longer than `age`, refused, or in doubt."""
        return self.filter(
            Q(state__in=UNFINISHED, created_at__lt=ago(age)) | Q(state__in=NEEDS_A_PERSON)
        )

    def visible_to(self, user: User | AnonymousUser) -> "OutgoingEmailQuerySet":
        """Administrators see all, managers the mail of their paths, editors the bulk lane."""
        of = access.of(user)
        if of.is_superuser:
            return self
        theirs = Q(path__in=of.managed, secret=False)
        if of.is_editor:
            theirs |= Q(lane=lanes.BULK)
        return self.filter(theirs)


class OutgoingEmail(WakeableModel):
    """One email to one reader. Made by outbox.queue(), sent by sending.send_emails()."""

    State = State

    key = models.CharField(_("key"), max_length=200, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    lane = models.CharField(_("lane"), max_length=16, default=lanes.ACCOUNT)
    path = models.ForeignKey(
        Path, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("path")
    )
    about = models.CharField(_("about"), max_length=200, blank=True)

    to_address = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    message_id = models.CharField("Message-ID", max_length=200, unique=True, default=new_message_id)
    in_reply_to = models.CharField("In-Reply-To", max_length=200, blank=True)
    references = models.TextField("References", blank=True)
    automatic = models.BooleanField(
        _("automatic"), default=True, help_text=_("Sent by the machine, not written by a person.")
    )
    secret = models.BooleanField(
        _("secret"), default=False, help_text=_("Holds a code or link that signs somebody in.")
    )

    unsubscribe_url = models.CharField(
        "List-Unsubscribe",
        max_length=300,
        blank=True,
        help_text=_("Where one POST, without signing in, stops emails like this one (RFC 8058)."),
    )

    state = models.CharField(_("state"), max_length=16, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(_("made"), db_default=Now())
    due_at = models.DateTimeField(_("due"), db_default=Now())
    lease_until = models.DateTimeField(_("claimed until"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    interruptions = models.PositiveSmallIntegerField(_("interruptions"), default=0)
    last_answer = models.TextField(_("the mail server's last answer"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["lane", "due_at"],
                condition=Q(state__in=UNFINISHED),
                name="email_unfinished",
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=NEEDS_A_PERSON),
                name="email_in_trouble",
            ),
            models.Index(fields=["path", "-id"], name="email_path"),
            models.Index(fields=["to_address", "-id"], name="email_to"),
        ]
        verbose_name = _("outgoing email")
        verbose_name_plural = _("outbox")

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_address}"

    @property
    def tone(self) -> str:
        """How a badge shows the state."""
        return TONE[State(self.state)]

    @property
    def text_for_staff(self) -> str:
        """The text without the tokens of signed links: a link is its reader's alone."""
        return SIGNED.sub("/…/", self.text)

    @property
    def html_for_staff(self) -> str:
        """As text_for_staff."""
        return SIGNED.sub("/…/", self.html)

    @property
    def about_url(self) -> str:
        """`about` as a link: an address on this site, and no other."""
        return self.about if re.match(r"/[^/\\]", self.about) else ""

    @property
    def refusal(self) -> str:
        """The server's own words, fit for the reader; '' where they are our machine's."""
        return self.last_answer if self.last_answer[:1].isdigit() else ""

    @property
    def header_fields(self) -> dict[str, Any]:
        """The headers beside From, To, Subject and Date."""
        headers = {"Message-ID": self.message_id}
        if self.in_reply_to:
            headers["In-Reply-To"] = self.in_reply_to
            headers["References"] = self.references
        if self.automatic:
            headers["Auto-Submitted"] = "auto-generated"
            headers["X-Auto-Response-Suppress"] = "All"
        if self.unsubscribe_url:
            headers["List-Unsubscribe"] = f"<{self.unsubscribe_url}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        return headers
