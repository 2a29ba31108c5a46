from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "mentorhub.people"
    label = "people"

    def ready(self) -> None:
        """Hear of sign-ins and second factors; tell the relay which rows of people wait for a task."""
        from mentorhub.relay import due, lanes  # noqa: PLC0415 (apps must be loaded)

        from . import holdings, receivers  # noqa: F401, PLC0415 (apps must be loaded)
        from .models import (  # noqa: PLC0415 (apps must be loaded)
            AccountMerge,
            PeopleImport,
            PersonalExport,
        )

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
        due.register(
            due.Due(
                task="people.pack_exports",
                lane=lanes.HOUSEKEEPING,
                model=PersonalExport,
                waiting=PersonalExport.objects.waiting,
                stuck=PersonalExport.objects.stuck,
                since="asked_at",
            )
        )
        holdings.register()
