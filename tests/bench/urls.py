from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from mentorhub.urls import handler403, handler404, handler500
from mentorhub.urls import urlpatterns as of_the_site

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    """The least that Django can do."""
    return HttpResponse("")


urlpatterns = [path("empty/", empty, name="empty"), *of_the_site]
