from django.contrib import admin

from contact.models import Topic


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "team", "first_answer_hours", "order", "is_active"]
    list_select_related = ["team"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]
