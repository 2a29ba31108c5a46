from django.urls import path

from . import views

app_name = "people"

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("export/", views.export, name="export"),
    path("export/<int:pk>/", views.export_file, name="export_file"),
    path("invitation/<str:token>/", views.accept_invitation, name="accept_invitation"),
]
