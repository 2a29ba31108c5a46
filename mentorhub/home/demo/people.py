"""Paths, projects and people of the demo."""

import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from contact.first_topics import FALLBACK, FINANCE, TECHNICAL
from mentorhub.paths.models import Path, Project
from mentorhub.people.models import Role, Team, User

from .accounts import PASSWORD

PATHS = {
    "Data Analyst": [
        "Explore a data set of sales",
        "Clean and join three sources",
        "Answer questions with SQL",
        "Run a market study",
        "Build a dashboard for a client",
    ],
    "Data Engineer": [
        "Model a small warehouse",
        "Load data every night",
        "Watch a pipeline",
        "Process a stream of events",
        "Hand a platform over",
    ],
    "UX Designer": [
        "Interview five users",
        "Map a journey",
        "Draw and test a prototype",
        "Write a design system",
        "Present a case to a jury",
    ],
    "Web Developer": [
        "Turn a mock-up into a page",
        "Make a shop work without reloading",
        "Write an API",
        "Test and secure it",
        "Put it into production",
    ],
}
MANAGER, MENTOR, ASSESSOR = Role.Kind.MANAGER, Role.Kind.MENTOR, Role.Kind.ASSESSOR

# Address, name, time zone, roles as (kind, path, months ago), teams.
PEOPLE: list[tuple[str, str, str, list[tuple[str, str, int]], list[str]]] = [
    (
        "camille",
        "Camille Laurent",
        "",
        [(MANAGER, "Data Analyst", 30), (MANAGER, "Data Engineer", 12)],
        [],
    ),
    ("sofia", "Sofia Marchetti", "Europe/Rome", [(MANAGER, "Data Analyst", 20)], []),
    ("david", "David Okafor", "", [(MANAGER, "UX Designer", 26)], []),
    ("ines", "Inês Carvalho", "Europe/Lisbon", [(MANAGER, "Web Developer", 14)], []),
    ("paul", "Paul Girard", "", [(MANAGER, "Web Developer", 40)], []),
    ("nadia", "Nadia Benali", "", [], [FINANCE]),
    ("tom", "Tom Verhoeven", "Europe/Brussels", [], [FINANCE, TECHNICAL]),
    ("lena", "Lena Fischer", "Europe/Berlin", [], [FALLBACK]),
    ("elise", "Élise Dubois", "", [], []),
    ("admin", "Alex Martin", "", [], [FALLBACK]),
    ("amina", "Amina Berger", "", [(MENTOR, "Data Analyst", 20)], []),
    (
        "jonas",
        "Jonas Keller",
        "Europe/Zurich",
        [(ASSESSOR, "Data Analyst", 16), (MENTOR, "Data Analyst", 28)],
        [],
    ),
    ("priya", "Priya Nair", "Asia/Kolkata", [(MENTOR, "Data Analyst", 9)], []),
    ("leo", "Leo Marin", "", [(MENTOR, "UX Designer", 15)], []),
    ("chloe", "Chloé Petit", "America/Montreal", [(MENTOR, "UX Designer", 4)], []),
    ("yusuf", "Yusuf Demir", "Europe/Istanbul", [(MENTOR, "Web Developer", 22)], []),
    (
        "marta",
        "Marta Kowalska",
        "Europe/Warsaw",
        [(MENTOR, "Web Developer", 7), (ASSESSOR, "Web Developer", 3)],
        [],
    ),
    ("hugo", "Hugo Lefèvre", "", [(MENTOR, "Data Engineer", 11)], []),
    (
        "grace",
        "Grace Mensah",
        "Africa/Accra",
        [(MENTOR, "Data Analyst", 2), (MENTOR, "Data Engineer", 2)],
        [],
    ),
    ("samuel", "Samuel Ortiz", "America/Bogota", [(ASSESSOR, "UX Designer", 18)], []),
]


def make_people() -> None:
    """Fill an empty database with paths, people and their roles."""
    paths = {name: _path(name, titles) for name, titles in PATHS.items()}
    password = make_password(PASSWORD)  # once: hashing is slow on purpose
    for address, name, zone, roles, teams in PEOPLE:
        user = User.objects.create(
            email=f"{address}@mentorhub.example",
            name=name,
            time_zone=zone,
            password=password,
            is_superuser=address == "admin",
            is_editor=address == "elise",
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        for kind, path, months in roles:
            Role.objects.create(user=user, path=paths[path], kind=kind, starts_on=_ago(months))
        user.teams.set(Team.objects.filter(name__in=teams))


def _path(name: str, titles: list[str]) -> Path:
    path = Path.objects.create(name=name, slug=name.lower().replace(" ", "-"))
    Project.objects.bulk_create(
        Project(path=path, number=number, title=title) for number, title in enumerate(titles, 1)
    )
    return path


def _ago(months: int) -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=30 * months)
