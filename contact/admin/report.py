"""The page of times and volumes, and its download."""

import datetime
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern
from django.urls import path as url
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from contact import reporting
from mentorhub.people import access, audit
from mentorhub.people.http import SignedInRequest

MONTHS = 24


class ReportForm(forms.Form):
    """Of which month; what is not understood means of this one."""

    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["month"]
        self.months = {f"{month:%Y-%m}": month for month in reporting.months(MONTHS)}
        field.choices = [
            (name, formats.date_format(month, "YEAR_MONTH_FORMAT"))
            for name, month in self.months.items()
        ]

    @property
    def chosen(self) -> datetime.date:
        self.is_valid()
        latest = next(iter(self.months))
        return self.months[self.cleaned_data.get("month") or latest]


def addresses(site: AdminSite) -> list[URLPattern]:
    """Where both are."""

    @require_safe
    def report(request: SignedInRequest) -> HttpResponse:
        """For whoever works the desk, as far as their paths and teams go."""
        _for_the_desk(request)
        form = ReportForm(request.GET)
        context = {
            **site.each_context(request),
            "title": _("Times and volumes"),
            "form": form,
            "month": form.chosen,
            "tables": reporting.of_month(request.user, form.chosen),
        }
        return render(request, "admin/contact/report.html", context)

    @require_POST
    def report_csv(request: SignedInRequest) -> StreamingHttpResponse:
        """The same figures as a file, written down in the audit."""
        _for_the_desk(request)
        month = ReportForm(request.POST).chosen
        name = f"report-{month:%Y-%m}"
        audit.note(audit.Act.EXPORTED, request.user, name)
        tables = reporting.of_month(request.user, month)
        response = StreamingHttpResponse(reporting.lines(tables, month), content_type="text/csv")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response

    return [
        url("report/", site.admin_view(report), name="contact_report"),
        url("report/csv/", site.admin_view(report_csv), name="contact_report_csv"),
    ]


def _for_the_desk(request: SignedInRequest) -> None:
    if not access.of(request.user).works_the_desk:
        raise Http404
