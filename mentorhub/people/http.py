"""The request as a signed-in view receives it."""

from django.http import HttpRequest

from .models import User


class SignedInRequest(HttpRequest):
    """What LoginRequiredMiddleware lets through: `user` is a real person."""

    user: User
