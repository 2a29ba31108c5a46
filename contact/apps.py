from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "contact"

    def ready(self) -> None:
        """Tell the relay which rows of this app wait for a task; hear who loses a right."""
        from mentorhub.relay import due, lanes  # noqa: PLC0415 (apps must be loaded)

        from . import personal, receivers  # noqa: F401, PLC0415 (apps must be loaded)
        from .models import (  # noqa: PLC0415 (apps must be loaded)
            Attachment,
            BulkAct,
            Handover,
            Request,
        )

        personal.register()

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
        due.register(
            due.Due(
                task="contact.do_bulk_acts",
                lane=lanes.HOUSEKEEPING,
                model=BulkAct,
                waiting=BulkAct.objects.unfinished,
                stuck=BulkAct.objects.stuck,
            )
        )
