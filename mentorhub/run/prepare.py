"""What the site needs before it can serve. One process for all: starting Django is most of the cost."""

import django
from django.core.management import call_command

from mentorhub.run.progress import say

STEP = "step: "  # what follows it is shown while the step runs


def main() -> None:
    """Migrates, collects the static files, fills an empty database."""
    django.setup()
    say(f"{STEP}Migrating the database")
    call_command("migrate", interactive=False)
    call_command("createcachetable")
    say(f"{STEP}Collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    say(f"{STEP}Loading the demo")
    call_command("load_demo")


if __name__ == "__main__":
    main()
