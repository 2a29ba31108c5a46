"""Handing over what somebody has open, and taking it back: a brief, a preview, then the deed."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern
from django.urls import path as url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from contact.handover import briefs, handing_over
from contact.handover.handing_over import Outcome
from contact.models import Request
from contact.models.request import RequestQuerySet
from mentorhub.people import covering
from mentorhub.people.http import SignedInRequest
from mentorhub.people.models import Absence, User

from . import colleagues
from .handover_forms import ChosenForm, HandoverForm

PAGES = "admin/contact/handover"


def addresses(site: AdminSite) -> list[URLPattern]:
    """Where the two pages of a person are."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def handover(request: SignedInRequest, pk: int) -> HttpResponse:
        """What this person has open, to be given to somebody else."""
        person = get_object_or_404(colleagues.of(request.user), pk=pk)
        absence = Absence.objects.to_come().filter(user=person).select_related("cover").first()
        open_ones = _seen(request, handing_over.left_by(person))
        form = HandoverForm(
            request.POST or None, person=person, initial={"to": _suggested(absence)}
        )
        context = _context(site, request, person, form, open_ones)
        context |= {"absence": absence, "title": _("Brief of %s") % person}
        if not form.is_valid():
            status = 422 if form.is_bound else 200
            return render(request, f"{PAGES}/brief.html", context, status=status)
        if not form.is_sure:
            context["lines"] = _chosen(context["lines"], form)
            context["mentors"] = _mentors(context["lines"])
            return render(request, f"{PAGES}/preview.html", context)
        seen = _only(open_ones, form)
        outcome = handing_over.hand_over(person, form.cleaned_data["to"], request.user, seen)
        _say(request, outcome, len(form.cleaned_data["chosen"]), form.cleaned_data["to"])
        return redirect(request.path)

    @require_http_methods(["GET", "HEAD", "POST"])
    def taking_back(request: SignedInRequest, pk: int) -> HttpResponse:
        """What others have for this person, to be given back."""
        person = get_object_or_404(colleagues.of(request.user), pk=pk)
        held = _seen(request, handing_over.held_for(person))
        form = ChosenForm(request.POST or None)
        context = _context(site, request, person, form, held)
        context |= {"title": _("Taking back what was handed over"), "is_back": True}
        if not form.is_valid():
            status = 422 if form.is_bound else 200
            return render(request, f"{PAGES}/brief.html", context, status=status)
        if not form.is_sure:
            context["lines"] = _chosen(context["lines"], form)
            context["mentors"] = _mentors(context["lines"])
            return render(request, f"{PAGES}/preview.html", context)
        outcome = handing_over.take_back(person, request.user, _only(held, form))
        _say(request, outcome, len(form.cleaned_data["chosen"]), person)
        return redirect(request.path)

    return [
        url("handovers/<int:pk>/", site.admin_view(handover), name="contact_handover"),
        url("handovers/<int:pk>/back/", site.admin_view(taking_back), name="contact_taking_back"),
    ]


def _seen(request: SignedInRequest, requests: RequestQuerySet) -> RequestQuerySet:
    """Those of them that whoever looks may see."""
    visible: QuerySet[Request] = Request.objects.visible_to(request.user).order_by()
    return requests.filter(pk__in=visible.values("pk"))


def _context(
    site: AdminSite, request: HttpRequest, person: User, form: ChosenForm, found: RequestQuerySet
) -> dict[str, Any]:
    lines = briefs.of(found)
    return {
        **site.each_context(request),
        "person": person,
        "is_mine": person == request.user,
        "form": form,
        "lines": lines,
        "ticked": form.ticked() if form.is_bound else {it.mentor_request.pk for it in lines},
        "total": found.count() if len(lines) == briefs.MOST else len(lines),
    }


def _suggested(absence: Absence | None) -> User | None:
    """The cover; whoever stands in for them where they are away too."""
    if absence is None:
        return None
    return covering.who_stands_in(absence) if absence.is_on else absence.cover


def _chosen(lines: list[briefs.Line], form: ChosenForm) -> list[briefs.Line]:
    return [line for line in lines if line.mentor_request.pk in form.cleaned_data["chosen"]]


def _only(requests: RequestQuerySet, form: ChosenForm) -> dict[int, int]:
    """What was chosen and may still be: with the version that was seen."""
    chosen: dict[int, int] = form.cleaned_data["chosen"]
    there = requests.filter(pk__in=chosen).values_list("pk", flat=True)
    return {pk: chosen[pk] for pk in there}


def _mentors(lines: list[briefs.Line]) -> list[str]:
    """Who is told, by name, each once."""
    names = {line.mentor_request.email: line.mentor_request.name for line in lines}
    return sorted(names.values())


def _say(request: HttpRequest, outcome: Outcome, chosen: int, to: User) -> None:
    done = len(outcome.done)
    if done:
        said = ngettext(
            "%(n)d request is with %(name)s now.", "%(n)d requests are with %(name)s now.", done
        )
        messages.success(request, said % {"n": done, "name": to})
    if left := chosen - done:
        said = ngettext(
            "%(n)d changed meanwhile, or was sent by %(name)s. It was left as it is: look at it again.",
            "%(n)d changed meanwhile, or were sent by %(name)s. They were left as they are: look at"
            " them again.",
            left,
        )
        messages.warning(request, said % {"n": left, "name": to})
