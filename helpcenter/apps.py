from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpCenterConfig(AppConfig):
    name = "helpcenter"
    verbose_name = _("Help Center")

    def ready(self) -> None:
        """Let the search find articles."""
        from mentorhub.search import registry  # noqa: PLC0415 (apps must be loaded)

        from . import personal  # noqa: PLC0415 (apps must be loaded)
        from .search import ArticleSource  # noqa: PLC0415 (apps must be loaded)

        personal.register()
        registry.register(ArticleSource())
