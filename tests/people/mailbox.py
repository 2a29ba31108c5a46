"""What account mail says, as the outbox holds it until it leaves."""

import re

from mentorhub.mail.models import OutgoingEmail


def latest(to: str) -> OutgoingEmail:
    """The newest email to this address."""
    return OutgoingEmail.objects.filter(to_address=to).order_by("-pk")[0]


def kinds(to: str) -> list[str]:
    """The kinds of all emails to this address, oldest first."""
    found = OutgoingEmail.objects.filter(to_address=to).order_by("pk")
    return [kind.removeprefix("account/email/") for kind in found.values_list("kind", flat=True)]


def code_in(email: OutgoingEmail) -> str:
    """The code that stands on a line of its own."""
    [code] = re.findall(r"^[A-Z0-9]+(?:-[A-Z0-9]+)*$", email.text, re.M)
    return str(code)


def link_in(email: OutgoingEmail) -> str:
    """The one address in it."""
    [link] = re.findall(r"https?://\S+", email.text)
    return str(link)
