from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "contact"

    def ready(self) -> None:
        """Tell the relay which requests wait to be routed."""
        from mentorhub.relay import due, lanes  # noqa: PLC0415 (apps must be loaded)

        from . import personal  # noqa: PLC0415 (apps must be loaded)
        from .models import Request  # noqa: PLC0415 (apps must be loaded)

        personal.register()

        due.register(
            due.Due(
                task="contact.route_requests",
                lane=lanes.ACCOUNT,
                waiting=Request.objects.unrouted,
                stuck=Request.objects.stuck,
            )
        )
