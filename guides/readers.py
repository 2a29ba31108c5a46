"""Who reads a guide, asked of everybody at once: for emails, and for whom a note may name."""

from django.db.models import Q, QuerySet

from mentorhub.people import access, days
from mentorhub.people.models import Role, Team, User

from .models import Guide


def of_guide(guide: Guide) -> "QuerySet[User]":
    """All who may read it today: what Guide.visible_to() asks of one person, asked of all."""
    roles = Role.objects.current(days.today()).order_by()
    theirs = roles.filter(Q(path__in=guide.path_ids) | Q(kind=Role.Kind.MANAGER))
    staff = Q(is_editor=True) | Q(is_superuser=True) | Q(pk__in=Team.objects.values("members"))
    return User.objects.filter(staff | Q(pk__in=theirs.values("user")), is_active=True)


def of_its_paths(guide: Guide) -> "QuerySet[User]":
    """Those who are something today on a path that reads it: told of its changes."""
    roles = Role.objects.current(days.today()).filter(path__in=guide.path_ids).order_by()
    return User.objects.filter(pk__in=roles.values("user"), is_active=True)


def editors_of(guide: Guide) -> "QuerySet[User]":
    """Its editor, else all editors: told of notes and reports."""
    editors = User.objects.filter(is_active=True)
    own = editors.filter(Q(is_editor=True) | Q(is_superuser=True), pk=guide.editor_id or 0)
    return own if own.exists() else editors.filter(is_editor=True)


def to_be_named(guide: Guide) -> "QuerySet[User]":
    """Whom a note on it can mention: the people of its paths, and who edits it."""
    people = of_its_paths(guide) | User.objects.filter(pk__in=editors_of(guide).values("pk"))
    return people.only("name", "email")


def settles(user: User, guide: Guide) -> bool:
    """Whether this person says how a criterion is meant: editors, and managers of its path."""
    rights = access.of(user)
    return rights.edits or guide.project.path_id in rights.managed
