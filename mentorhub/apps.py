"""The admin, behind the site's own sign-in."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "mentorhub.admin_site.StaffSite"

    def ready(self) -> None:
        """Register the checks of the whole installation too."""
        super().ready()
        from mentorhub import checks  # noqa: F401, PLC0415 (apps must be loaded)
