from django.urls import path

from . import views

app_name = "guides"

PROJECT = "<slug:path>/<int:number>"

urlpatterns = [
    path("", views.paths, name="paths"),
    # Before the paths: none of them is called so.
    path("notes/", views.open_notes, name="open_notes"),
    path("notes/<int:pk>/", views.note, name="note"),
    path("notes/<int:pk>/answer/", views.answer, name="answer"),
    path("notes/<int:pk>/resolve/", views.resolve, name="resolve"),
    path("notes/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("notes/<int:pk>/report/", views.report, name="report"),
    path("notes/<int:pk>/rule/", views.rule, name="rule"),
    path("notes/<int:pk>/end-ruling/", views.end_ruling, name="end_ruling"),
    path("notes/<int:pk>/delete/", views.delete, name="delete"),
    path("emails/", views.emails, name="emails"),
    path("emails/stop/<str:token>/", views.stop_emails, name="stop_emails"),
    path("pictures/<uuid:pk>/<str:size>", views.picture, name="picture"),
    path("<slug:path>/", views.projects, name="projects"),
    path(f"{PROJECT}/", views.brief, name="brief"),
    path(f"{PROJECT}/deliverables/", views.deliverables, name="deliverables"),
    path(f"{PROJECT}/mentor-guide/", views.mentor_guide, name="mentor_guide"),
    path(f"{PROJECT}/assessment/", views.assessment, name="assessment"),
    path(f"{PROJECT}/history/", views.history, name="history"),
    path(f"{PROJECT}/notes/<slug:anchor>/", views.part_notes, name="part_notes"),
    path(f"{PROJECT}/print/", views.print_view, name="print"),
    path(f"{PROJECT}/seen/", views.seen, name="seen"),
    path(f"{PROJECT}/confirm/", views.confirm, name="confirm"),
    path(f"{PROJECT}/at/<slug:anchor>/", views.at, name="at"),
]
