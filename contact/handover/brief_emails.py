"""The brief as an email: one to each colleague, however many requests go from hand to hand."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contact import handover_sentences
from contact.models import Handover, Request
from mentorhub.mail import outbox
from mentorhub.people.models import Absence, User

from . import briefs
from .briefs import Line


def tell_who_answers(handover: Handover, person: User, requests: Sequence[Request]) -> None:
    """Bring the brief to somebody whose requests these are now."""
    lines = _lines(requests)
    name = handover.person
    if handover.why == Handover.Why.RETURN:
        title = _("Yours again: %s") % _count(lines)
        words = _("They were with others while you were away.")
    elif handover.why == Handover.Why.ABSENCE:
        title = _yours(lines, name)
        words = handover_sentences.why_away(handover)
    else:
        title = _yours(lines, name)
        words = _("%s no longer answers them.") % name
    key = f"contact.brief:{handover.pk}:{person.pk}"
    link = f"{reverse('admin:contact_request_changelist')}?view=mine"
    _brief(person, key, title, words, lines, link, _("Open the desk"))


def tell_who_gave(handover: Handover, person: User, requests: Sequence[Request]) -> None:
    """Tell a cover which requests have been taken back."""
    lines = _lines(requests)
    title = _("%(name)s has taken back %(count)s") % {
        "name": handover.person,
        "count": _count(lines),
    }
    words = _("Thank you for standing in. You need not answer them any more.")
    link = f"{reverse('admin:contact_request_changelist')}?view=mine"
    key = f"contact.taken_back:{handover.pk}:{person.pk}"
    _brief(person, key, title, words, lines, link, _("Open the desk"))


def offer(absence: Absence, person: User, lines: Sequence[Line]) -> None:
    """On the first day: what somebody who is away has left open, to be taken over."""
    title = _("%(name)s is away: %(count)s still open") % {
        "name": absence.user,
        "count": _count(lines),
    }
    words = handover_sentences.away(absence.user, absence.ends_on.isoformat())
    words += " " + _("They stay with %s until somebody takes them over.") % absence.user
    link = reverse("admin:contact_handover", args=[absence.user_id])
    key = f"contact.offer:{absence.pk}:{absence.starts_on}:{person.pk}"
    _brief(person, key, title, words, lines, link, _("See the brief, hand over"))


def welcome_back(absence: Absence, lines: Sequence[Line]) -> None:
    """After the last day: what was handed over and is still open."""
    title = _("Welcome back: %s handed over and still open") % _count(lines)
    words = _("They stay with your cover unless you take them back.")
    link = reverse("admin:contact_taking_back", args=[absence.user_id])
    key = f"contact.back:{absence.pk}:{absence.ends_on}"
    _brief(absence.user, key, title, words, lines, link, _("Take them back"))


def _brief(
    person: User,
    key: str,
    title: str,
    words: str,
    lines: Sequence[Line],
    link: str,
    link_words: str,
) -> None:
    outbox.queue(
        "contact/brief",
        person.email,
        {
            "title": title,
            "words": words,
            "lines": lines,
            "person": person,
            "site": settings.SITE_URL,
            "link": f"{settings.SITE_URL}{link}",
            "link_words": link_words,
        },
        key=key,
        # Of no path, for one of several requests may move where these managers must not follow.
    )


def _lines(requests: Sequence[Request]) -> Sequence[Line]:
    return briefs.of(Request.objects.filter(pk__in=[it.pk for it in requests]))


def _yours(lines: Sequence[Line], name: User) -> str:
    said = ngettext(
        "%(count)d request of %(name)s is yours now",
        "%(count)d requests of %(name)s are yours now",
        len(lines),
    )
    return said % {"count": len(lines), "name": name}


def _count(lines: Sequence[Line]) -> str:
    return ngettext("%d request", "%d requests", len(lines)) % len(lines)
