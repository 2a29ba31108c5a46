from django.urls import path

from . import views

app_name = "search"

urlpatterns = [
    path("", views.search_view, name="search"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("clicked/", views.clicked, name="clicked"),
]
