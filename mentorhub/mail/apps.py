from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "mentorhub.mail"
    label = "mail"

    def ready(self) -> None:
        """Tell the relay which emails are due, and hear of invitations."""
        from mentorhub.relay import due, lanes  # noqa: PLC0415 (apps must be loaded)

        from . import personal, receivers  # noqa: F401, PLC0415 (apps must be loaded)
        from .models import OutgoingEmail  # noqa: PLC0415 (apps must be loaded)

        personal.register()
        for lane in [lanes.ACCOUNT, lanes.BULK]:
            due.register(
                due.Due(
                    task="mail.send_emails",
                    lane=lane,
                    waiting=OutgoingEmail.objects.in_lane(lane).due,
                    stuck=OutgoingEmail.objects.in_lane(lane).stuck,
                    ids_a_task=5,
                )
            )
