"""What people itself holds about a person."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from . import personal
from .models import Absence, AuditEntry, ImportLine, Invitation, Role, User
from .personal import Holding, Rows, values


def account(person: User) -> Rows:
    yield values(person, "email", "name", "time_zone", "is_editor", "is_superuser") | values(
        person, "date_joined", "last_login"
    )


def addresses(person: User) -> Rows:
    for one in EmailAddress.objects.filter(user=person):
        yield values(one, "email", "verified", "primary")


def second_factors(person: User) -> Rows:
    """Their kinds and days; never the secrets."""
    for one in Authenticator.objects.filter(user=person):
        yield values(one, "type", "created_at", "last_used_at")


def other_sign_ins(person: User) -> Rows:
    for one in SocialAccount.objects.filter(user=person):
        yield values(one, "provider", "uid", "date_joined", "last_login")


def roles(person: User) -> Rows:
    for one in Role.objects.filter(user=person).select_related("path"):
        yield values(one, "path", "kind", "starts_on", "ends_on", "takes_requests")


def teams(person: User) -> Rows:
    for one in person.teams.all():
        yield values(one, "name")


def absences(person: User) -> Rows:
    for one in Absence.objects.filter(user=person):
        yield values(one, "starts_on", "ends_on")


def invitations(person: User) -> Rows:
    for one in Invitation.objects.filter(email=person.email).select_related("path"):
        yield values(one, "email", "name", "path", "kind", "created_at", "accepted_at")


def lists(person: User) -> Rows:
    """The lines of uploaded lists that name them."""
    for one in ImportLine.objects.filter(data__email__iexact=person.email):
        yield dict(one.data)


def acts(person: User) -> Rows:
    """What the audit says they did; about whom is left out, for that is somebody else."""
    for one in AuditEntry.objects.filter(actor=person).order_by("pk").iterator(chunk_size=2_000):
        yield values(one, "at", "act")


def register() -> None:
    """Called once all apps are loaded."""
    personal.register(
        *(
            Holding(rows.__name__, rows)
            for rows in [account, addresses, second_factors, other_sign_ins, roles, teams]
            + [absences, invitations, lists, acts]
        )
    )
