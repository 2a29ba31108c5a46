"""The admin, behind the site's own sign-in."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "mentorhub.admin_site.StaffSite"
