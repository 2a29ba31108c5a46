"""Whether MentorHub works: for load balancers, for whoever looks after it, for its monitoring."""

from django.apps import AppConfig
from django.conf import settings


class HealthConfig(AppConfig):
    name = "mentorhub.health"
    label = "health"

    def ready(self) -> None:
        """Tell errors to Sentry, where it is wanted: pages, relay, workers, beat and commands."""
        if dsn := settings.WATCHING.sentry_dsn:
            from . import errors  # noqa: PLC0415 (nobody else needs it)

            errors.begin(dsn)
