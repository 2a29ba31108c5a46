"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorhub.settings")
# A page waits 5 seconds for a statement and 2 for a lock, then fails, so that one stuck table
# cannot take every web worker with it.
os.environ.setdefault("DATABASE_STATEMENT_SECONDS", "5")
os.environ.setdefault("DATABASE_LOCK_SECONDS", "2")

application = get_wsgi_application()
