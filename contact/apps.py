from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "contact"

    def ready(self) -> None:
        """Tell the relay which requests wait to be routed, and which acts on many to be done."""
        from mentorhub.relay import due, lanes  # noqa: PLC0415 (apps must be loaded)

        from .models import BulkAct, Request  # noqa: PLC0415 (apps must be loaded)

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
                task="contact.do_bulk_acts",
                lane=lanes.HOUSEKEEPING,
                waiting=BulkAct.objects.unfinished,
                stuck=BulkAct.objects.stuck,
            )
        )
