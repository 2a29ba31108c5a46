from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from helpcenter.models import Category
from helpcenter.writing import save_category
from mentorhub.people.scoped_admin import EditorsAdmin


@admin.register(Category)
class CategoryAdmin(EditorsAdmin):
    list_display = ["title", "title_fr", "slug", "icon", "order"]
    search_fields = ["title", "title_fr"]
    prepopulated_fields = {"slug": ["title"]}
    actions = None

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        save_category(obj)
