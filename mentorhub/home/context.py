"""What the header of every page needs."""

from typing import Any

from django.http import HttpRequest

from mentorhub.people import access


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`access`: what the person is; asked lazily, so that an anonymous page costs no query."""
    user = getattr(request, "user", None)
    return {"access": (lambda: access.of(user)) if user is not None else access.Access()}
