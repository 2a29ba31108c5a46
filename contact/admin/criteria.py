"""Which parts of guides are in doubt: by open notes, reports to the editor, and requests about them."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, URLPattern, reverse
from django.urls import path as url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from contact.models import Request
from guides.models import Note, Part
from mentorhub.paths.models import Path
from mentorhub.people import access
from mentorhub.people.access import Access
from mentorhub.people.http import SignedInRequest
from mentorhub.people.models import User
from mentorhub.relay.due import ago

DAYS = 90
A_PAGE = 25
# A report is an editor's work waiting, a note may only be talk.
WEIGHTS = {"notes": 1, "reports": 2, "requests": 1}

Counts = dict[str, int]


@dataclass(frozen=True)
class Row:
    """A part with what is open about it, and where each figure leads."""

    part: Part
    notes: int
    reports: int
    requests: int
    notes_url: str
    requests_url: str
    edit_url: str


class CriteriaForm(forms.Form):
    """Of which path; what is not understood means of all."""

    path = forms.ModelChoiceField(
        Path.objects.none(),
        required=False,
        label=gettext_lazy("Path"),
        empty_label=gettext_lazy("All paths"),
    )

    def __init__(self, *args: Any, paths: QuerySet[Path], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["path"]
        field.queryset = paths

    @property
    def chosen(self) -> Path | None:
        self.is_valid()
        return self.cleaned_data.get("path")


def address(site: AdminSite) -> URLPattern:
    """Where the page is."""

    @require_safe
    def criteria(request: SignedInRequest) -> HttpResponse:
        """For editors, and for managers as far as their paths go."""
        rights = access.of(request.user)
        if not (rights.edits or rights.managed):
            raise Http404
        paths = Path.objects.all() if rights.edits else Path.objects.filter(pk__in=rights.managed)
        form = CriteriaForm(request.GET, paths=paths)
        counts = _counts(request.user, form.chosen)
        page = Paginator(_in_order(counts), A_PAGE).get_page(request.GET.get("page"))
        context = {
            **site.each_context(request),
            "title": _("Criteria in doubt"),
            "form": form,
            "page": page,
            "rows": _rows(page, counts, rights),
            "days": DAYS,
        }
        return render(request, "admin/contact/criteria.html", context)

    return url("criteria/", site.admin_view(criteria), name="contact_criteria")


def _counts(user: User, path: Path | None) -> dict[int, Counts]:
    """By part: two statements, however many parts, notes and requests there are."""
    rights = access.of(user)
    of_path = Q(part__guide__project__path=path) if path else Q()
    if not rights.edits:
        of_path &= Q(part__guide__project__path__in=rights.managed)
    threads = Note.objects.filter(of_path, thread=None, resolved_at=None).order_by()
    noted = threads.values_list("part").annotate(
        notes=Count("pk"), reports=Count("pk", filter=Q(reported_at__isnull=False))
    )
    # Editors get the number alone; whoever may open a request counts those they may open.
    requests = Request.objects.all() if rights.edits else Request.objects.visible_to(user)
    lately = requests.filter(
        of_path, part__isnull=False, created_at__gt=ago(datetime.timedelta(days=DAYS))
    )
    asked = lately.order_by().values_list("part").annotate(requests=Count("pk"))
    counts: dict[int, Counts] = defaultdict(lambda: dict.fromkeys(WEIGHTS, 0))
    for part, notes, reports in noted:
        counts[part] |= {"notes": notes, "reports": reports}
    for part, number in asked:
        counts[part]["requests"] = number
    return counts


def _in_order(counts: Mapping[int, Counts]) -> list[int]:
    """The parts, what is most in doubt first."""
    heat = Counter(
        {pk: sum(WEIGHTS[name] * n for name, n in them.items()) for pk, them in counts.items()}
    )
    return sorted(heat, key=lambda pk: (-heat[pk], pk))


def _rows(page: Page[int], counts: Mapping[int, Counts], rights: Access) -> list[Row]:
    parts = Part.objects.select_related("guide__project__path").defer("guide__draft")
    found = parts.in_bulk(list(page))
    rows = []
    for part in (found[pk] for pk in page if pk in found):
        project = part.guide.project
        queue = reverse("admin:contact_request_changelist")
        about = urlencode({"view": "all", "part": str(part.pk), "days": str(DAYS)})
        notes = _reverse("guides:part_notes", project.path.slug, project.number, part.anchor)
        edit = _reverse("admin:guides_guide_change", part.guide_id) if rights.edits else ""
        rows.append(
            Row(
                part,
                **counts[part.pk],
                notes_url=notes or part.get_absolute_url(),
                requests_url=f"{queue}?{about}" if rights.works_the_desk else "",
                edit_url=edit and f"{edit}#part-{part.anchor}",
            )
        )
    return rows


def _reverse(name: str, *args: Any) -> str:
    """An address; "" where the site has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
