from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    name = "guides"
    verbose_name = _("Mentor guides")

    def ready(self) -> None:
        """Let the search find sections and criteria."""
        from mentorhub.search import registry  # noqa: PLC0415 (apps must be loaded)

        from .search import GuideSource  # noqa: PLC0415 (apps must be loaded)

        registry.register(GuideSource())
