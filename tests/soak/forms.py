"""A mentor who sends one form after the other."""

import uuid

import requests
from django.conf import settings

from tests.reliability.conftest import School, session_of
from tests.rig.stack import Stack


class Sender:
    """`send` sends the form once more and returns the status; `taken` are the tokens of those taken."""

    def __init__(self, site: Stack, school: School) -> None:
        self.url = f"{site.url}/contact/"
        self.cookies = {settings.SESSION_COOKIE_NAME: session_of(school.mentor)}
        page = requests.get(self.url, cookies=self.cookies, timeout=30)
        csrf = page.cookies[settings.CSRF_COOKIE_NAME]
        self.cookies[settings.CSRF_COOKIE_NAME] = csrf
        self.fields = {
            "csrfmiddlewaretoken": csrf,
            "path": school.path.pk,
            "topic": school.topic.pk,
            "body": "What shall I do?",
        }
        self.taken: list[str] = []
        self.given_back = 0  # answers that hold what was written, to be sent again

    def send(self) -> int:
        token = str(uuid.uuid4())
        answer = requests.post(
            self.url,
            data={**self.fields, "token": token, "subject": f"Question {token}"},
            cookies=self.cookies,
            allow_redirects=False,
            timeout=60,
        )
        if answer.status_code == 302:
            self.taken.append(token)
        elif answer.status_code == 503 and f"Question {token}" in answer.text:
            self.given_back += 1
        return answer.status_code
