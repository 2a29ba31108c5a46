"""People in the admin: administrators see to accounts; absences are at the desk."""

from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mentorhub.people import (
    audit,
    exporting,
    inviting,
    leaving,
    merging,
    merging_in_steps,
    sessions,
    switching,
)
from mentorhub.people.forms import InvitationForm, MergeForm, zone_choices
from mentorhub.people.models import AccountMerge, AuditEntry, Invitation, Role, Team, User

from .switching import Switching

LAST_MERGES = 5
RIGHTS = {"is_editor", "is_superuser"}


class RoleInline(admin.TabularInline):
    model = Role
    extra = 0
    autocomplete_fields = ["path"]


@admin.register(User)
class UserAdmin(Switching):
    """Accounts are made by invitation; here they are changed, and switched off on a page of its own."""

    list_display = ["name", "email", "rights", "last_login"]
    list_filter = ["is_active", "is_editor", "is_superuser", "roles__kind", "roles__path"]
    search_fields = ["name", "email"]
    fields = [
        "name",
        "email",
        "time_zone",
        "is_active",
        "is_editor",
        "is_superuser",
        "last_login",
        "date_joined",
    ]
    readonly_fields = ["email", "is_active", "last_login", "date_joined"]
    list_per_page = 50
    show_full_result_count = False
    inlines = [RoleInline]
    actions = ["export", "sign_out"]

    @admin.display(description=gettext_lazy("what is special"), empty_value="")
    def rights(self, person: User) -> str:
        """Only what is: a column of red crosses would say that something is wrong with most."""
        has = [
            (not person.is_active, "bad", _("switched off")),
            (person.is_superuser, "brand", _("administrator")),
            (person.is_editor, "brand", _("editor")),
        ]
        shown = [(tone, words) for there, tone, words in has if there]
        return format_html_join(" ", '<span class="badge {}">{}</span>', shown)

    def get_urls(self) -> list[URLPattern]:
        """The page on which two accounts are merged, before the admin's own addresses."""
        view = self.admin_site.admin_view(self.merge)
        return [path("<int:pk>/merge/", view, name="people_user_merge"), *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def merge(self, request: HttpRequest, pk: int) -> HttpResponse:
        """First shows what would move, then has it moved, and shows how far that is."""
        kept = get_object_or_404(User, pk=pk)
        form = MergeForm(request.POST or None, kept=kept)
        if form.is_valid() and form.is_second_step and form.gone:
            merging_in_steps.begin(kept, form.gone, cast(User, request.user))
            messages.success(request, _("The two accounts are being merged."))
            return redirect("admin:people_user_merge", kept.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge another account into this one"),
            "opts": self.opts,
            "kept": kept,
            "form": form,
            "moves": merging.what_moves(form.gone) if form.gone else None,
            "merges": AccountMerge.objects.filter(kept=kept)[:LAST_MERGES],
        }
        status = 422 if form.is_bound and not form.is_valid() else 200
        return render(request, "admin/people/user/merge.html", context, status=status)

    @admin.action(description=gettext_lazy("Download the chosen people and their roles as CSV"))
    def export(self, request: HttpRequest, people: QuerySet[User]) -> StreamingHttpResponse:
        """In the columns that an import reads; written down in the audit."""
        audit.note(audit.Act.EXPORTED, cast(User, request.user), "people", people=people.count())
        response = StreamingHttpResponse(exporting.lines(people), content_type="text/csv")
        response.headers["Content-Disposition"] = 'attachment; filename="people.csv"'
        return response

    @admin.action(description=gettext_lazy("Sign the chosen people out everywhere"))
    def sign_out(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """For a lost or stolen computer; they sign in again with all that it takes."""
        for person in people:
            switching.end_sessions(person, cast(User, request.user))
        messages.success(request, _("They are signed out everywhere."))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What somebody loses by the form is told in the same transaction."""
        if request.method != "POST" or not (object_id or "").isdigit():
            return super().changeform_view(request, object_id, form_url, extra_context)
        with leaving.watched([int(object_id or 0)]):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """A time zone is chosen, not typed."""
        if db_field.name == "time_zone":
            return forms.ChoiceField(label=_("Time zone"), choices=zone_choices, required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Note what changed, before and after."""
        super().save_model(request, obj, form, change)
        if RIGHTS & set(form.changed_data):
            sessions.rights_changed(request, [obj])
        if form.changed_data:
            changed = {
                name: [str(form.initial.get(name)), str(getattr(obj, name))]
                for name in form.changed_data
            }
            audit.note(audit.Act.PERSON_CHANGED, cast(User, request.user), obj, **changed)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Note each role that was given, changed or taken."""
        super().save_formset(request, form, formset, change)
        actor = cast(User, request.user)
        changes = [("given", role) for role in formset.new_objects]
        changes += [("changed", role) for role, _fields in formset.changed_objects]
        changes += [("deleted", role) for role in formset.deleted_objects]
        for how, role in changes:
            days = f"{role.starts_on} - {role.ends_on or ''}"
            audit.note(audit.Act.ROLE_CHANGED, actor, role, how=how, days=days)
        sessions.rights_changed(request, sessions.managers_of(role for _how, role in changes))


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    list_display = ["name", "is_fallback"]
    search_fields = ["name"]
    filter_horizontal = ["members"]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Members work the desk: who joins or leaves signs in again."""
        before = set(form.instance.members.all())
        super().save_related(request, form, formsets, change)
        sessions.rights_changed(request, before ^ set(form.instance.members.all()))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Whoever leaves the team by the form loses its requests in the same transaction."""
        members: list[int] = []
        if request.method == "POST" and (object_id or "").isdigit():
            members = list(
                User.objects.filter(teams=int(object_id or 0)).values_list("pk", flat=True)
            )
        with leaving.watched(members):
            return super().changeform_view(request, object_id, form_url, extra_context)


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """Saving a new one mails it."""

    form = InvitationForm
    list_display = ["name", "email", "path", "kind", "created_at", "expires_at", "accepted_at"]
    list_select_related = ["path"]
    search_fields = ["name", "email"]

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        if isinstance(request.user, User):
            inviting.invite(obj, request.user)
            audit.note(audit.Act.INVITED, request.user, obj.email, role=str(obj.get_kind_display()))
            messages.info(request, _("The invitation is on its way. The link works for 72 hours."))


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """To be searched by administrators, to be changed by nobody."""

    list_display = ["at", "actor", "act", "about"]
    list_filter = ["act"]
    list_select_related = ["actor"]
    search_fields = ["about", "actor__name", "actor__email", "request_id"]
    search_help_text = gettext_lazy("A person, MH-1042, or the id that an error page shows")
    date_hierarchy = "at"
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False


# Rights come from roles, not from Django's groups; allauth's tables hold secrets and tokens.
for model in [Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken]:
    admin.site.unregister(model)
