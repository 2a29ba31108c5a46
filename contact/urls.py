from django.urls import include, path, register_converter

from . import views
from .references import ReferenceConverter

app_name = "contact"
register_converter(ReferenceConverter, "reference")

own = [
    path("", views.own_request, name="own_request"),
    path("reply/", views.own_reply, name="own_reply"),
    path("solved/", views.own_solved, name="own_solved"),
    path("add/", views.own_add, name="own_add"),
    path("files/<uuid:file_id>/", views.own_file, name="own_file"),
]

linked = [
    path("", views.linked_request, name="linked_request"),
    path("reply/", views.linked_reply, name="linked_reply"),
    path("solved/", views.linked_solved, name="linked_solved"),
    path("renew/", views.linked_renew, name="linked_renew"),
    path("files/<uuid:file_id>/", views.linked_file, name="linked_file"),
]

urlpatterns = [
    path("", views.new_request, name="new_request"),
    path("answers/", views.answers, name="answers"),
    path("asked-before/", views.asked_before, name="asked_before"),
    path("sent/<str:token>/", views.request_sent, name="request_sent"),
    path("requests/", views.own_requests, name="own_requests"),
    path("requests/<reference:pk>/", include(own)),
    path("following/<str:token>/stop/", views.stop_following, name="stop_following"),
    path("link/<str:token>/", include(linked)),
]
