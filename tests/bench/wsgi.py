"""The site with one more address: a view that does nothing, behind all the middleware."""

from mentorhub.wsgi import application as application  # noqa: I001 (sets the environment first)

from django.conf import settings

settings.ROOT_URLCONF = "tests.bench.urls"
