"""The site with one more address: a page that fails over what people sent, and logs it too."""

import logging
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from mentorhub.urls import handler404, handler500  # noqa: F401 (Django reads them here)
from mentorhub.urls import urlpatterns as ours

logger = logging.getLogger("tests.failing")


@csrf_exempt
@login_not_required
def failing(request: HttpRequest, key: str) -> HttpResponse:
    words: Any = dict(request.POST)
    logger.error("The letter of %s cannot be read", words)
    logger.error(f"Without a template: {words}")  # what a library may do
    if request.user.is_authenticated:
        words["who"] = request.user.email
    raise ValueError(f"Key (email)=({words}) is taken")


urlpatterns = [path("failing/<str:key>/", failing), *ours]
