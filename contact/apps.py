from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "contact"

    def ready(self) -> None:
        """Tell the relay which requests wait to be routed, and which files for the virus scanner."""
        from mentorhub.relay import due, lanes  # noqa: PLC0415 (apps must be loaded)

        from .models import Attachment, Request  # noqa: PLC0415 (apps must be loaded)

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
                waiting=Attachment.objects.waiting,
                stuck=Attachment.objects.stuck,
            )
        )
