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
        # Somebody looks at the screen for a code; what a person wrote goes before what a machine did.
        orders = {lanes.ACCOUNT: ("-secret", "automatic", "pk"), lanes.BULK: ("pk",)}
        for lane, order in orders.items():
            due.register(
                due.Due(
                    task="mail.send_emails",
                    lane=lane,
                    model=OutgoingEmail,
                    waiting=OutgoingEmail.objects.in_lane(lane).due,
                    stuck=OutgoingEmail.objects.in_lane(lane).stuck,
                    ids_a_task=5,
                    since="due_at",
                    order=order,
                )
            )
