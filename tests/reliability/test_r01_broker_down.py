"""R01: submitting works with the broker down, and nothing is lost or doubled when it is back."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from django.conf import settings

from contact.models import Attachment, Request
from tests.rig.mail_sink import MailSink
from tests.rig.stack import Stack, wait_until

from .conftest import School, session_of

pytestmark = [pytest.mark.processes, pytest.mark.usefixtures("collected_static")]

FORMS, AT_ONCE, WITH_FILES = 200, 20, 50
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"


def test_r01_requests_submitted_while_redis_is_down_are_all_answered_for(
    stack: Stack, school: School, sink: MailSink
) -> None:
    stack.start_all()
    stack.redis.stop()
    submit = form_of(stack, school)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = list(pool.map(submit, range(FORMS)))

    assert statuses == [302] * FORMS
    assert Request.objects.count() == FORMS
    assert Attachment.objects.count() == WITH_FILES
    assert not Request.objects.exclude(routed_at=None).exists()

    stack.redis.start()
    wait_until(lambda: not Request.objects.unrouted().exists(), "every request to be routed")
    wait_until(lambda: len(sink.messages) >= 2 * FORMS, "a receipt and a manager's email for each")
    receipts = sink.to(school.mentor.email)
    to_managers = sink.to(school.manager.email) + sink.to(school.colleague.email)
    assert len(receipts) == len(to_managers) == FORMS
    assert set(sink.by_message_id().values()) == {1}
    assert len({message["Subject"] for message in to_managers}) == FORMS


def form_of(stack: Stack, school: School):
    """What one mentor's browser does: a form with its own token, every fourth with a file."""
    cookies = {settings.SESSION_COOKIE_NAME: session_of(school.mentor)}
    page = requests.get(f"{stack.url}/contact/", cookies=cookies, timeout=30)
    csrf = page.cookies[settings.CSRF_COOKIE_NAME]
    cookies[settings.CSRF_COOKIE_NAME] = csrf

    def submit(number: int) -> int:
        answer = requests.post(
            f"{stack.url}/contact/",
            data={
                "csrfmiddlewaretoken": csrf,
                "token": str(uuid.uuid4()),
                "path": school.path.pk,
                "topic": school.topic.pk,
                "subject": f"Question {number}",
                "body": "What shall I do?",
            },
            files={"files": ("plan.pdf", PDF)} if number % (FORMS // WITH_FILES) == 0 else None,
            cookies=cookies,
            allow_redirects=False,
            timeout=60,
        )
        return answer.status_code

    return submit
