from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "mentorhub.people"
    label = "people"

    def ready(self) -> None:
        """Hear of sign-ins and second factors; tell the relay which imports and exports wait."""
        from mentorhub.relay import due, lanes  # noqa: PLC0415 (apps must be loaded)

        from . import holdings, receivers  # noqa: F401, PLC0415 (apps must be loaded)
        from .models import PeopleImport, PersonalExport  # noqa: PLC0415 (apps must be loaded)

        due.register(
            due.Due(
                task="people.import_people",
                lane=lanes.HOUSEKEEPING,
                waiting=PeopleImport.objects.waiting,
                stuck=PeopleImport.objects.stuck,
            )
        )
        due.register(
            due.Due(
                task="people.pack_exports",
                lane=lanes.HOUSEKEEPING,
                waiting=PersonalExport.objects.waiting,
                stuck=PersonalExport.objects.stuck,
            )
        )
        holdings.register()
