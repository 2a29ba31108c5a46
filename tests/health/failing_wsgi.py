"""The failing site as gunicorn serves it."""

from mentorhub.wsgi import application as application  # noqa: I001 (sets the environment first)

from django.conf import settings

settings.ROOT_URLCONF = "tests.health.failing"
