"""A school of a given size, written by SQL: the flows would take an hour."""

import uuid
from dataclasses import dataclass

from django.db import connection

from contact import saving
from contact.first_topics import create_first_topics
from contact.models import Request, Topic
from mentorhub.paths.models import Path
from mentorhub.people.models import Role, User

A_MANAGER_HAS = 500  # requests on the path of the manager who is measured, one in ten unfinished

REQUESTS = """
INSERT INTO contact_request (sender_id, name, email, path_id, topic_id, subject, form_token, status,
    version, needs_attention, created_at, updated_at, routed_at, assignee_id, due_at,
    first_answered_at, solved_at, searched, answers_offered, answers_opened, priority, tags)
SELECT %(sender)s, 'Amina Berger', 'amina@mentorhub.example', %(path)s, %(topic)s,
    'Question ' || n || ' about ' || (ARRAY['sessions','invoices','a student','project'])[1 + n %% 4],
    gen_random_uuid(), CASE WHEN n %% 10 = 0 THEN 'open' ELSE 'closed' END, 3, false,
    now() - n * interval '7 minutes', now() - n * interval '7 minutes',
    now() - n * interval '7 minutes', %(assignee)s,
    CASE WHEN n %% 10 = 0 THEN now() + (n %% 90 - 30) * interval '1 hour' END,
    now() - n * interval '6 minutes',
    CASE WHEN n %% 10 <> 0 THEN now() - n * interval '5 minutes' END, '', '{}', '{}',
    CASE WHEN n %% 50 = 0 THEN 4 WHEN n %% 20 = 0 THEN 3 ELSE 2 END,
    CASE WHEN n %% 30 = 0 THEN ARRAY['tag-' || n %% 40] ELSE '{}' END
FROM generate_series(1, %(count)s) AS n
"""
MESSAGES = """
INSERT INTO contact_message (request_id, author_id, from_staff, is_internal, body, created_at, form_token)
SELECT id, sender_id, part = 2, false,
    'Message ' || part || ' of ' || subject || repeat(' and some more words to read', 12),
    created_at + part * interval '1 hour', gen_random_uuid()
FROM contact_request CROSS JOIN generate_series(1, 3) AS part
WHERE NOT EXISTS (SELECT 1 FROM contact_message WHERE request_id = contact_request.id)
"""


@dataclass
class School:
    """Whom the measured pages belong to."""

    mentor: User
    manager: User
    colleague: User
    path: Path
    topic: Topic


def school() -> School:
    """One manager and mentor on a path, a colleague with saved views, and a second manager with
    everything else."""
    create_first_topics()
    path = Path.objects.create(name="Data Analyst", slug="data-analyst")
    mentor = User.objects.create(name="Amina Berger", email="amina@mentorhub.example")
    manager = User.objects.create(name="Camille Laurent", email="camille@mentorhub.example")
    Role.objects.create(user=mentor, path=path, kind=Role.Kind.MENTOR)
    Role.objects.create(user=manager, path=path, kind=Role.Kind.MANAGER)
    topic = Topic.objects.get(slug="student-progress")
    _requests(A_MANAGER_HAS, path, topic, manager, mentor)
    colleague = User.objects.create(name="Tom Weber", email="tom@mentorhub.example")
    Role.objects.create(user=colleague, path=path, kind=Role.Kind.MANAGER)
    for number in range(10):
        saving.save(colleague, f"Tag {number}", {"view": "all", "tag": f"tag-{number}"}, None)
    return School(mentor, manager, colleague, path, topic)


def grow_to(count: int, of: School) -> None:
    """As many requests in all, what is added on other paths."""
    slug = uuid.uuid4().hex
    other = Path.objects.create(name=slug, slug=slug)
    busy = User.objects.create(name="Sofia", email=f"{slug}@mentorhub.example")
    asks = User.objects.create(name="Leo", email=f"leo.{slug}@mentorhub.example")
    Role.objects.create(user=busy, path=other, kind=Role.Kind.MANAGER)
    _requests(count - Request.objects.count(), other, of.topic, busy, asks)


def _requests(count: int, path: Path, topic: Topic, assignee: User, sender: User) -> None:
    with connection.cursor() as cursor:
        values = {"sender": sender.pk, "path": path.pk, "topic": topic.pk}
        cursor.execute(REQUESTS, {**values, "assignee": assignee.pk, "count": count})
        cursor.execute(MESSAGES)
        cursor.execute("ANALYZE")
