from django.contrib import admin
from django.http import HttpRequest

from .models import Path, Project


class ProjectInline(admin.TabularInline):
    model = Project
    extra = 0

    def get_extra(self, request: HttpRequest, obj: Path | None = None, **kwargs: object) -> int:
        return 0 if obj else 5


@admin.register(Path)
class PathAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "is_open"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]
    inlines = [ProjectInline]
