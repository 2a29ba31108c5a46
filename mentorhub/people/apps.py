from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "mentorhub.people"
    label = "people"

    def ready(self) -> None:
        """Hear of second factors that are taken away."""
        from . import receivers  # noqa: F401, PLC0415 (apps must be loaded)
