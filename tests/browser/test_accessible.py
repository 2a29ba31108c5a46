"""R28: no page breaks a rule of WCAG 2.2 AA that a machine can see, on a phone and on a desktop."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from contact import drafts
from contact.about import find
from guides import notes
from mentorhub.people import importing
from mentorhub.people.models import User
from mentorhub.search.models import QueryLog
from tests.cast import Cast, sign_in
from tests.factories import contact, guides, helpcenter
from tests.rig.stack import Stack

from .conftest import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PHONE, DESKTOP = {"width": 320, "height": 700}, {"width": 1280, "height": 900}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_r28_every_page_is_accessible_and_fits_a_phone(
    stack: Stack, somebody: Somebody, cast: Cast, scheme: str
) -> None:
    guide = guides.guide(cast.path)
    about = find(cast.mentor, str(guide.pk), "clean-the-data")
    asked = contact.pending(cast.mentor, cast.path, cast.topic, cast.manager, about=about)
    guides.next_version(
        guide, guides.reworded(guide.current.content, "clean-the-data", fails="rows vanish.")
    )
    contact.ready_answer("A no-show", path=cast.path)
    for writer in [cast.manager, cast.administrator]:
        drafts.give_back(asked, writer, "answer", "Dear Amina", [])
    contact.note(asked, cast.manager, files=[contact.file()])
    QueryLog.objects.create(query="parking", language="en", results=0)
    gap = "/admin/helpcenter/article/gaps/one/?words=parking&language=en&days=30"
    helpcenter.article("Where to leave the car", cast.path, also_asked="parking")
    note = guides.note(guide, cast.mentor, named=[cast.colleague])
    guides.note(guide, cast.assessor, "Three.", thread=note)
    notes.report(note, cast.assessor, "Say how many")
    notes.rule(note, cast.manager)
    notes_page = "/guides/data-analyst/2/notes/clean-the-data/"
    line = {"email": "nina@example.net", "name": "Nina", "path": "Astronaut", "role": "mentor"}
    line |= {"starts_on": "", "ends_on": ""}
    people_import = importing.begin("people.csv", [line], cast.administrator)
    importing.go_on(people_import.pk)
    stack.start_web()
    desk, own = asked.desk_url, asked.get_absolute_url()
    ask = f"/contact/?guide={guide.pk}&part=clean-the-data"
    criteria = "/admin/contact/request/criteria/"
    pages: list[tuple[User | None, list[str]]] = [
        (None, ["/", "/contact/", "/accounts/login/", "/accounts/password/reset/", "/nothing/"]),
        (cast.mentor, ["/", "/contact/", "/contact/requests/", own, ask, "/accounts/profile/"]),
        (
            cast.manager,
            ["/", "/admin/", "/admin/contact/request/", desk, criteria, "/admin/stuck/"]
            + ["/admin/contact/readyanswer/", "/admin/contact/readyanswer/add/"],
        ),
        (cast.mentor, [notes_page, "/guides/emails/", "/help/following/"]),
        (cast.editor, [notes_page, "/guides/notes/", "/admin/helpcenter/article/gaps/", gap]),
        (
            cast.administrator,
            [
                "/admin/people/user/",
                f"/admin/people/user/{cast.mentor.pk}/change/",
                "/admin/mail/outgoingemail/",
                "/admin/contact/topic/",
                "/admin/health/",
                "/admin/people/auditentry/",
                f"/admin/people/peopleimport/{people_import.pk}/change/",
                f"/admin/people/user/{cast.mentor.pk}/merge/",
            ],
        ),
    ]

    found: list[str] = []
    for user, addresses in pages:
        # axe measures with inline styles; that our pages keep to the policy is proven elsewhere.
        page = somebody.opens(f"{stack.url}/", color_scheme=scheme, bypass_csp=True)
        if user is not None:
            enter(page, stack, user)
        for address in addresses:
            for size in [PHONE, DESKTOP]:
                page.set_viewport_size(size)
                page.goto(stack.url + address)
                found += problems(page, f"{user} {address} at {size['width']}")

    assert found == []


def enter(page: Page, stack: Stack, user: User) -> None:
    """Bring a signed-in session along."""
    client = sign_in(Client(), user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": stack.url}]
    )


def problems(page: Page, where: str) -> list[str]:
    """What axe finds, and whether the page must be moved sideways to be read."""
    results = Axe().run(page, options=RULES).response["violations"]
    found = [
        f"{where}: {rule['id']}: {rule['nodes'][0]['html'][:120]} ({len(rule['nodes'])})"
        for rule in results
    ]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return found + ([f"{where}: wider than the screen"] if wide else [])
