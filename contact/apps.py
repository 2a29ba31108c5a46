from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "contact"

    def ready(self) -> None:
        """Tell the relay which requests and files wait for it; hear who loses a right."""
        from mentorhub.relay import due, lanes  # noqa: PLC0415 (apps must be loaded)

        from . import receivers  # noqa: F401, PLC0415 (apps must be loaded)
        from .models import Attachment, Handover, Request  # noqa: PLC0415 (apps must be loaded)

        due.register(
            due.Due(
                task="contact.route_requests",
                lane=lanes.ACCOUNT,
                model=Request,
                waiting=Request.objects.unrouted,
                stuck=Request.objects.stuck,
                since="updated_at",
            )
        )
        due.register(
            due.Due(
                task="contact.scan_files",
                lane=lanes.ACCOUNT,
                model=Attachment,
                waiting=Attachment.objects.waiting,
                stuck=Attachment.objects.stuck,
            )
        )
        due.register(
            due.Due(
                task="contact.bring_handovers",
                lane=lanes.ACCOUNT,
                model=Handover,
                waiting=Handover.objects.waiting,
                stuck=Handover.objects.stuck,
            )
        )
