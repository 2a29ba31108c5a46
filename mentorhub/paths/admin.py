from collections import Counter

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .models import Path, Project


class ProjectFormSet(BaseInlineFormSet):
    def validate_unique(self) -> None:
        """Name the number that is used twice; Django would name the fields."""
        there = [form for form in self.forms if form not in self.deleted_forms]
        numbers = Counter(form.cleaned_data.get("number") for form in there if form.is_valid())
        twice = [number for number, times in numbers.items() if number is not None and times > 1]
        if twice:
            said = _("The number %d is used twice. Give each project of a path its own.")
            raise ValidationError([said % number for number in twice])
        super().validate_unique()


class ProjectInline(admin.TabularInline):
    model = Project
    formset = ProjectFormSet
    extra = 0

    def get_extra(self, request: HttpRequest, obj: Path | None = None, **kwargs: object) -> int:
        return 0 if obj else 5


@admin.register(Path)
class PathAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "is_open"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]
    inlines = [ProjectInline]
