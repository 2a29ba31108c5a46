"""The settings of that release."""

from mentorhub.settings import *  # noqa: F403
from mentorhub.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.soak.next_release"]
