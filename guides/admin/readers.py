"""Who reads a guide: those of its paths, and whether they have read what is published."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guides.drafting import open_to
from guides.models import Guide, Reading
from mentorhub.people import days
from mentorhub.people.models import Role, User

from .forms import PageForm, ReadersForm
from .pages import GuidePages

READERS_A_PAGE = 50
READING_KINDS = [Role.Kind.MENTOR, Role.Kind.ASSESSOR]


def roles() -> QuerySet[Role]:
    """What makes somebody a reader, today."""
    return Role.objects.current(days.today()).filter(kind__in=READING_KINDS).order_by()


def readers(guide: Guide) -> QuerySet[Any]:
    """Mentors and assessors who may read it, those first who have not read the present version."""
    theirs = roles().filter(path__in=guide.path_ids)
    reading = Reading.objects.filter(guide=guide, reader=OuterRef("pk"))
    now = Reading.objects.filter(guide=guide, confirmed=guide.current_id or 0)
    people = User.objects.filter(pk__in=theirs.values("user")).annotate(
        read=Subquery(reading.values("confirmed__number")),
        read_at=Subquery(reading.values("confirmed_at")),
        seen=Subquery(reading.values("seen__number")),
        seen_at=Subquery(reading.values("seen_at")),
        has_read=Q(pk__in=now.values("reader")),
    )
    return people.order_by("has_read", F("read").desc(nulls_last=True), "name", "pk")


def with_shares(guides: QuerySet[Guide]) -> QuerySet[Any]:
    """Each with `people`, its readers, and `read_by`, how many of them read what is published."""
    opened = Guide.opened_to.through._default_manager.filter(guide=OuterRef(OuterRef("pk")))
    theirs = roles().filter(Q(path=OuterRef("project__path")) | Q(path__in=opened.values("path")))
    now = Reading.objects.filter(
        guide=OuterRef(OuterRef("pk")), confirmed=OuterRef(OuterRef("current"))
    )
    read_it = theirs.filter(user__in=now.values("reader"))
    return guides.annotate(people=_people_of(theirs), read_by=_people_of(read_it))


def _people_of(of_a_guide: QuerySet[Role]) -> Coalesce:
    one_row = of_a_guide.annotate(all=Value(1)).values("all")
    return Coalesce(Subquery(one_row.annotate(n=Count("user", distinct=True)).values("n")), 0)


class ReadersPages(GuidePages):
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def readers(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who has read it; who reads it besides its path, and who looks after it."""
        guide = self.guide(request, pk)
        form = ReadersForm(request.POST if request.method == "POST" else None, instance=guide)
        if form.is_bound and form.is_valid():
            with transaction.atomic():
                guide.save(update_fields=["editor"])
                open_to(guide, form.cleaned_data["opened_to"])
            messages.success(request, _("Kept: who looks after the guide, and who reads it."))
            return redirect("admin:guides_guide_readers", pk)
        asked = PageForm(request.GET)
        number = asked.cleaned_data["page"] if asked.is_valid() else 1
        page = Paginator(readers(guide), READERS_A_PAGE).get_page(number)
        status = 422 if form.is_bound else 200
        context = {
            "form": form,
            "page": page,
            "people": _with_kinds(guide, list(page.object_list)),
            "read_by": readers(guide).filter(has_read=True).count(),
        }
        return self.page(request, "readers", guide, _("Readers"), status=status, **context)


def _with_kinds(guide: Guide, people: list[Any]) -> list[tuple[Any, str]]:
    """Each person of a page with what they are on the paths of the guide, in words."""
    said: dict[int, list[str]] = {}
    theirs = roles().filter(path__in=guide.path_ids, user__in=[it.pk for it in people])
    for role in theirs.select_related("path").order_by("path__name", "-kind"):
        words = str(role.get_kind_display())
        if role.path_id != guide.project.path_id:
            words = f"{words} ({role.path})"
        said.setdefault(role.user_id, []).append(words)
    return [(person, ", ".join(said.get(person.pk, []))) for person in people]
