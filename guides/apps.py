from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    name = "guides"
    verbose_name = _("Mentor guides")

    def ready(self) -> None:
        """Let the search find sections and criteria, and the relay what readers are to be told."""
        from mentorhub.relay import due, lanes  # noqa: PLC0415 (apps must be loaded)
        from mentorhub.search import registry  # noqa: PLC0415 (apps must be loaded)

        from . import personal  # noqa: PLC0415 (apps must be loaded)
        from .models import Version  # noqa: PLC0415 (apps must be loaded)
        from .search import GuideSource  # noqa: PLC0415 (apps must be loaded)

        personal.register()
        registry.register(GuideSource())
        due.register(
            due.Due(
                task="guides.tell_of_versions",
                lane=lanes.BULK,
                model=Version,
                waiting=Version.objects.to_be_told,
                stuck=Version.objects.stuck,
                since="published_at",
            )
        )
