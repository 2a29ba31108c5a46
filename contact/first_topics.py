"""The topics and teams that a new installation begins with; staff change them in the admin."""

from django.db import transaction

from mentorhub.people.models import Team

from .models import Topic

FINANCE = "Finance support"
TECHNICAL = "Technical support"
FALLBACK = "Mentor support"

# Name, address, team (None: the manager of the path), working hours to a first answer, hint.
TOPICS: list[tuple[str, str, str | None, int, str]] = [
    (
        "Student progress",
        "student-progress",
        None,
        9,
        "A student is stuck, wants to change path, or goes silent. Name the project and what you "
        "have tried already.",
    ),
    (
        "Sessions and no-shows",
        "sessions",
        None,
        9,
        "Mark a no-show in your calendar within 24 hours: it is then paid as half a session. "
        "Write to us from the second no-show in a row.",
    ),
    (
        "Project content and assessment",
        "project-content",
        None,
        18,
        "Criteria and expectations are in the Mentor Guide of the project. Quote the criterion "
        "you ask about.",
    ),
    (
        "Invoices and payments",
        "invoices",
        FINANCE,
        18,
        "Invoices are made on the 5th of each month and paid within ten days. Give the month and "
        "the sessions that are missing.",
    ),
    (
        "Account and access",
        "account",
        TECHNICAL,
        5,
        "A forgotten password is reset from the sign-in page. Tell us your browser and what the "
        "page said; a screenshot helps.",
    ),
    (
        "Becoming an assessor",
        "becoming-an-assessor",
        None,
        27,
        "You can apply after six months as a mentor and twenty completed sessions. Tell us which "
        "projects you know best.",
    ),
    ("Something else", "other", None, 18, ""),
]


@transaction.atomic
def create_first_topics() -> int:
    """Make the teams and topics that are not there yet; how many topics were made."""
    teams = {name: Team.objects.get_or_create(name=name)[0] for name in [FINANCE, TECHNICAL]}
    if not Team.objects.filter(is_fallback=True).exists():
        Team.objects.get_or_create(name=FALLBACK, defaults={"is_fallback": True})
    made = 0
    for order, (name, slug, team, hours, hint) in enumerate(TOPICS, start=1):
        _topic, new = Topic.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "team": teams[team] if team else None,
                "first_answer_hours": hours,
                "hint": hint,
                "order": order,
            },
        )
        made += new
    return made
