from django.urls import path

from . import views

app_name = "guides"

PROJECT = "<slug:path>/<int:number>"

urlpatterns = [
    path("", views.paths, name="paths"),
    path("pictures/<uuid:pk>/<str:size>", views.picture, name="picture"),
    path("<slug:path>/", views.projects, name="projects"),
    path(f"{PROJECT}/", views.brief, name="brief"),
    path(f"{PROJECT}/deliverables/", views.deliverables, name="deliverables"),
    path(f"{PROJECT}/mentor-guide/", views.mentor_guide, name="mentor_guide"),
    path(f"{PROJECT}/assessment/", views.assessment, name="assessment"),
    path(f"{PROJECT}/history/", views.history, name="history"),
    path(f"{PROJECT}/at/<slug:anchor>/", views.at, name="at"),
]
