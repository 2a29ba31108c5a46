"""Where each part of the site lives."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("mentorhub.home.urls")),
    path("accounts/", include("mentorhub.people.urls")),
    path("accounts/", include("allauth.urls")),
    path("help/", include("helpcenter.urls")),
    path("guides/", include("guides.urls")),
    path("hc/", include("helpcenter.urls_of_zendesk")),
    path("search/", include("mentorhub.search.urls")),
    path("contact/", include("contact.urls")),
    path("admin/", admin.site.urls),
]

handler403 = "mentorhub.home.errors.forbidden"
handler404 = "mentorhub.home.errors.not_found"
handler500 = "mentorhub.home.errors.server_error"
