from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "mentorhub.people"
    label = "people"

    def ready(self) -> None:
        """Hear of sign-ins and second factors; tell the relay which imports and merges wait."""
        from mentorhub.relay import due, lanes  # noqa: PLC0415 (apps must be loaded)

        from . import receivers  # noqa: F401, PLC0415 (apps must be loaded)
        from .models import AccountMerge, PeopleImport  # noqa: PLC0415 (apps must be loaded)

        due.register(
            due.Due(
                task="people.import_people",
                lane=lanes.HOUSEKEEPING,
                model=PeopleImport,
                waiting=PeopleImport.objects.waiting,
                stuck=PeopleImport.objects.stuck,
                since="changed_at",
            )
        )
        due.register(
            due.Due(
                task="people.merge_accounts",
                lane=lanes.HOUSEKEEPING,
                model=AccountMerge,
                waiting=AccountMerge.objects.waiting,
                stuck=AccountMerge.objects.stuck,
                since="changed_at",
            )
        )
