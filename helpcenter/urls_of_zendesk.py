"""Where a Zendesk Help Center answered, at /hc/: its addresses lead to what came from it."""

from django.urls import path

from . import views

app_name = "zendesk"

urlpatterns = [path("<path:old>", views.zendesk, name="zendesk")]
