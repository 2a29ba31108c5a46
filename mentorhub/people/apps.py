from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "mentorhub.people"
    label = "people"

    def ready(self) -> None:
        """Hear of sign-ins and second factors."""
        from . import receivers  # noqa: F401, PLC0415 (apps must be loaded)
