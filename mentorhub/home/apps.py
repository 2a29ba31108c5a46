from django.apps import AppConfig
from django.core.signals import request_started

from mentorhub import patience


class HomeConfig(AppConfig):
    name = "mentorhub.home"
    label = "home"

    def ready(self) -> None:
        """Let each request wait for the database as long as it now should."""
        request_started.connect(patience.adapt)
