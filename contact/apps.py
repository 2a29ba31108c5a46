from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "contact"

    def ready(self) -> None:
        """Tell the relay which requests wait to be routed; hear who loses a right."""
        from mentorhub.relay import due, lanes  # noqa: PLC0415 (apps must be loaded)

        from . import receivers  # noqa: F401, PLC0415 (apps must be loaded)
        from .models import Handover, Request  # noqa: PLC0415 (apps must be loaded)

        due.register(
            due.Due(
                task="contact.route_requests",
                lane=lanes.ACCOUNT,
                waiting=Request.objects.unrouted,
                stuck=Request.objects.stuck,
            )
        )
        due.register(
            due.Due(
                task="contact.bring_handovers",
                lane=lanes.ACCOUNT,
                waiting=Handover.objects.waiting,
                stuck=Handover.objects.stuck,
            )
        )
