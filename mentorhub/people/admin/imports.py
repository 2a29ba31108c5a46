"""Importing people: upload a list, read what it would do line by line, then have it done."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mentorhub.people import audit, importing
from mentorhub.people.models import ImportLine, PeopleImport, User
from mentorhub.people.scoped_admin import ScopedAdmin

LINES_A_PAGE = 100
MOST_BYTES = 10 * 1024 * 1024


class UploadForm(forms.ModelForm):
    """The list, read whole before anything is kept."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "The first line names the columns: email, path, role (mentor, assessor or manager), and if"
            " you like name, starts_on, ends_on. One line for each role."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    class Meta:
        model = PeopleImport
        fields: tuple[str, ...] = ()

    def clean_file(self) -> list[dict[str, str]]:
        """Its lines."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("The file is larger than 10 MB. Split it."))
        try:
            return importing.read(file.read())
        except importing.UnreadableList as why:
            raise ValidationError(str(why)) from why


class ShownForm(forms.Form):
    """Which lines are shown."""

    outcome = forms.ChoiceField(choices=ImportLine.Outcome.choices, required=False)
    page = forms.IntegerField(min_value=1, required=False)


@admin.register(PeopleImport)
class PeopleImportAdmin(ScopedAdmin):
    form = UploadForm
    list_display = ["name", "state", "made_by", "created_at"]
    list_select_related = ["made_by"]
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: PeopleImport | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PeopleImport | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """The button that has it done, before the admin's own addresses."""
        view = self.admin_site.admin_view(self.apply)
        return [
            path("<int:pk>/apply/", view, name="people_peopleimport_apply"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With one button: what follows is the page of the list itself."""
        one = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, {**one, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: PeopleImport, form: Any, change: bool) -> None:
        """Keep the lines; a task looks through them."""
        lines, file = form.cleaned_data["file"], form.files["file"]
        obj.pk = importing.begin(file.name, lines, cast(User, request.user)).pk
        obj.name = file.name

    def response_add(
        self, request: HttpRequest, obj: PeopleImport, post_url_continue: Any = None
    ) -> HttpResponse:
        """Stay with it, and see it being looked through."""
        return redirect(obj)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What each line does, or did."""
        people_import = cast(PeopleImport, self.get_object(request, object_id))
        shown = ShownForm(request.GET)
        chosen = shown.cleaned_data if shown.is_valid() else {}
        lines = people_import.lines.all()
        counted = lines.order_by().values("outcome").annotate(n=Count("pk"))
        counts = {it["outcome"]: it["n"] for it in counted}
        if chosen.get("outcome"):
            lines = lines.filter(outcome=chosen["outcome"])
        context = {
            **self.admin_site.each_context(request),
            "title": people_import.name,
            "opts": self.opts,
            "people_import": people_import,
            "counts": [(it, counts[it]) for it in ImportLine.Outcome if it in counts],
            "chosen": chosen.get("outcome", ""),
            "page": Paginator(lines, LINES_A_PAGE).get_page(chosen.get("page") or 1),
        }
        return render(request, "admin/people/peopleimport/report.html", context)

    @method_decorator(require_POST)
    def apply(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have it done."""
        people_import = get_object_or_404(PeopleImport.objects.visible_to(request.user), pk=pk)
        if importing.apply(people_import):
            actor = cast(User, request.user)
            audit.note(audit.Act.IMPORTED, actor, people_import, lines=people_import.lines.count())
            messages.success(
                request, _("It is being applied. Reload this page to see how far it is.")
            )
        else:
            messages.warning(request, _("It is applied already, or still being looked through."))
        return redirect(people_import)
