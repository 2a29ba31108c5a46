from django.urls import path

from . import views

app_name = "guides"

PROJECT = "<slug:path>/<int:number>"

urlpatterns = [
    path("", views.paths, name="paths"),
    path("<slug:path>/", views.projects, name="projects"),
    path(f"{PROJECT}/", views.brief, name="brief"),
    path(f"{PROJECT}/deliverables/", views.deliverables, name="deliverables"),
    path(f"{PROJECT}/mentor-guide/", views.mentor_guide, name="mentor_guide"),
    path(f"{PROJECT}/assessment/", views.assessment, name="assessment"),
    path(f"{PROJECT}/history/", views.history, name="history"),
    path(f"{PROJECT}/print/", views.print_view, name="print"),
    path(f"{PROJECT}/seen/", views.seen, name="seen"),
    path(f"{PROJECT}/confirm/", views.confirm, name="confirm"),
    path(f"{PROJECT}/at/<slug:anchor>/", views.at, name="at"),
]
