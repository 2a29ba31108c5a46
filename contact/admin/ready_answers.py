"""Where ready answers are written: one's own, and those that are shared."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from contact import placeholders
from contact.fields import MessageField
from contact.models import ReadyAnswer
from mentorhub.content.fields import LineField
from mentorhub.paths.models import Path
from mentorhub.people import access
from mentorhub.people.models import User
from mentorhub.people.scoped_admin import ScopedAdmin

LONGEST = 5_000
ME, ALL = "me", "all"


class ReadyAnswerForm(forms.ModelForm):
    """A ready answer, and for whom it is: me, the managers of a path, everybody at the desk."""

    title = LineField(label=_("Title"), max_length=120)
    body = MessageField(_("Text"))
    whose = forms.ChoiceField(label=_("For"))

    class Meta:
        model = ReadyAnswer
        fields = ["title", "body", "language", "is_active"]

    user: User  # who writes; set by the admin

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ["title", "body"]:
            self.fields[name].widget.attrs["class"] = "vLargeTextField"
        of = access.of(self.user)
        self.fields["body"].help_text = _("Filled in for each request: %s.") % placeholders.listed()
        paths = Path.objects.all() if of.is_superuser else Path.objects.filter(pk__in=of.managed)
        choices: list[tuple[str, Any]] = [(str(path.pk), str(path)) for path in paths]
        if of.is_superuser:
            choices.insert(0, (ALL, _("Everybody at the desk")))
        if not self.instance.pk or self.instance.owner_id:  # what others use is not taken from them
            choices.insert(0, (ME, _("Me alone")))
        whose = cast(forms.ChoiceField, self.fields["whose"])
        whose.choices = choices
        if self.instance.pk and not self.instance.owner_id:
            whose.initial = str(self.instance.path_id or ALL)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if len(body) > LONGEST:
            raise forms.ValidationError(
                _("This has %(length)d characters; at most %(most)d fit.")
                % {"length": len(body), "most": LONGEST}
            )
        placeholders.check(body)
        return body

    def save(self, commit: bool = True) -> Any:
        whose = self.cleaned_data["whose"]
        self.instance.owner = self.user if whose == ME else None
        self.instance.path_id = None if whose in {ME, ALL} else int(whose)
        return super().save(commit)


@admin.register(ReadyAnswer)
class ReadyAnswerAdmin(ScopedAdmin):
    """Everybody at the desk has their own; what is shared is changed by who works the path."""

    form = ReadyAnswerForm
    fields = ["title", "body", "language", "whose", "is_active"]
    ordering = ["title"]
    list_display = ["title", "for_whom", "language", "is_active", "used", "last_used_at"]
    list_filter = ["language", "is_active"]
    list_select_related = ["path", "owner"]
    search_fields = ["title", "body"]

    @admin.display(description=_("for"), ordering="path")
    def for_whom(self, ready: ReadyAnswer) -> str:
        return str(ready.owner or ready.path or _("Everybody at the desk"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReadyAnswer]:
        return ReadyAnswer.objects.visible_to(request.user)

    def get_fields(self, request: HttpRequest, obj: ReadyAnswer | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return ["title", "body", "language", "for_whom", "is_active"]
        return self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: ReadyAnswer | None = None) -> Any:
        return ["for_whom"] if obj and not self.has_change_permission(request, obj) else []

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, knowing who writes."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.of(request.user).works_the_desk

    def has_view_permission(self, request: HttpRequest, obj: ReadyAnswer | None = None) -> bool:
        return access.of(request.user).works_the_desk

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.of(request.user).works_the_desk

    def has_change_permission(self, request: HttpRequest, obj: ReadyAnswer | None = None) -> bool:
        if obj is None:
            return access.of(request.user).works_the_desk
        return obj.may_be_changed_by(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: ReadyAnswer | None = None) -> bool:
        """One's own, or an administrator: who shares it with others takes it off the list."""
        of = access.of(request.user)
        if obj is None or not of.works_the_desk:
            return of.works_the_desk
        return obj.may_be_changed_by(request.user) and (of.is_superuser or obj.owner_id is not None)
