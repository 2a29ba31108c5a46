"""S15, S16, S46: a real browser opens the pages that show what hostile people wrote."""

from dataclasses import replace

import pytest
from playwright.sync_api import Error, Frame, Page

from guides.content import Criterion, Deliverable, Section
from helpcenter.models import Category
from mentorhub.people import importing
from mentorhub.people.models import Team, User
from mentorhub.search.models import QueryLog, Synonym
from tests.cast import Cast
from tests.factories import contact, guides, helpcenter
from tests.rig.stack import Stack
from tests.security.payloads import PAYLOADS, one_line

from .conftest import Somebody
from .test_accessible import enter

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("collected_static")]

TEXTS = [payload.replace("\0", "") for payload in PAYLOADS]
NAMES = [one_line(payload)[:100] for payload in PAYLOADS]
NAME = '"><img src=x onerror=alert(1)>'
LOOK = """() => {
    const found = [];
    for (const element of document.querySelectorAll("*")) {
        const name = element.localName;
        if (["object", "embed", "base", "applet", "frame", "portal", "math", "marquee"].includes(name)) {
            found.push(name);
        }
        if (name === "script" && !element.src && element.type !== "application/json") {
            if (!element.nonce) found.push("script: " + element.textContent.slice(0, 60));
        }
        if (name === "meta" && element.httpEquiv.toLowerCase() === "refresh") found.push("refresh");
        for (const { name: attribute, value } of element.attributes) {
            if (/^(on|hx-|data-hx-)/i.test(attribute)) found.push(`${name} ${attribute}`);
            if (/^\\s*(javascript|vbscript):/i.test(value) && attribute !== "value") {
                if (/^(href|src|action|formaction|xlink:href|data)$/.test(attribute)) {
                    found.push(`${name} ${attribute}=${value}`);
                }
            }
            if (["src", "action", "formaction", "srcset", "poster"].includes(attribute)) {
                const where = new URL(value, location.href);
                if (where.origin !== location.origin && where.protocol !== "data:") {
                    found.push(`${name} ${attribute}=${value}`);
                }
            }
        }
    }
    return found;
}"""


def plant(cast: Cast) -> dict[User | None, list[str]]:
    """Every place that shows what somebody wrote, filled with it; and who opens which page."""
    for person in [cast.mentor, cast.manager, cast.editor, cast.administrator]:
        person.name = f"{person.first_name} {NAME}"
        person.save()
    Team.objects.filter(pk=cast.finance.pk).update(name=NAME)
    cast.topic.hint = " ".join(TEXTS)[:300]
    cast.topic.save()
    helpcenter.article("Of many words", cast.path, body="\n\n".join(TEXTS), by=cast.editor)
    public = helpcenter.public(NAME, body="\n\n".join(reversed(TEXTS)), summary=NAME)
    Category.objects.update(title=f"Sessions {NAME}")
    hostile = Section(NAME, text="\n\n".join(TEXTS), questions=TEXTS[0], resources=TEXTS[-9])
    checked = Criterion("Clean the data", checked="\n\n".join(TEXTS[::3]), missed=NAME)
    content = replace(
        guides.CONTENT,
        brief="\n\n".join(TEXTS[::2]),
        sections=(hostile,),
        deliverables=(Deliverable(NAME, criteria=(checked,)),),
    )
    guide = guides.guide(cast.path, content=content, editor=cast.editor)
    for text in TEXTS[::6]:
        guides.note(guide, cast.mentor, text)

    for number in range(0, len(NAMES), 8):
        file = contact.file(f"{NAMES[number]}.txt")
        contact.routed(cast.mentor, cast.path, cast.topic, subject=NAMES[number], files=[file])
    asked = contact.routed(
        cast.mentor, cast.path, cast.topic, subject=NAME, body="\n\n".join(TEXTS)
    )
    for text in TEXTS:
        asked.messages.create(author=cast.mentor, body=text)
    contact.note(asked, cast.manager, "\n\n".join(TEXTS))
    contact.answer(asked, cast.manager, "\n\n".join(TEXTS), files=[contact.file(f"{NAME}.txt")])
    line = {"email": NAME, "name": NAME, "path": NAME, "role": NAME, "starts_on": "", "ends_on": ""}
    people_import = importing.begin(f"{NAME}.csv", [line], cast.administrator)
    importing.go_on(people_import.pk)
    Synonym.objects.create(words=f"{NAME}, b")
    QueryLog.objects.create(query=NAME, language="en", results=0)

    own, desk = asked.get_absolute_url(), asked.desk_url
    article, other = "/help/sessions/of-many-words/", public.get_absolute_url()
    project = "/guides/data-analyst/2/"
    emails = [
        f"/admin/mail/outgoingemail/{pk}/{page}/"
        for pk in asked.messages.exclude(email=None).values_list("email", flat=True)
        for page in ["change", "as-read"]
    ]
    typed = "?subject=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&body=%3C/textarea%3E%3Csvg+onload%3D1%3E"
    guide_pages = [
        project,
        f"{project}mentor-guide/",
        f"{project}deliverables/",
        f"{project}print/",
    ]
    notes_page = f"{project}notes/clean-the-data/"
    return {
        None: [
            "/",
            "/help/",
            other,
            f"/contact/{typed}",
            f"/search/{typed.replace('subject', 'q')}",
        ],
        cast.mentor: ["/", own, "/contact/requests/", article, "/search/?q=alert"]
        + [*guide_pages, notes_page, "/accounts/profile/", "/contact/"],
        cast.manager: [
            "/",
            "/admin/contact/request/?view=all",
            desk,
            f"{desk}history/".replace("change/", ""),
        ]
        + ["/admin/contact/request/criteria/", notes_page, "/admin/stuck/", *emails],
        cast.editor: ["/admin/helpcenter/article/", "/admin/helpcenter/article/gaps/?days=30"]
        + [
            f"/admin/helpcenter/article/{public.pk}/change/",
            f"/admin/guides/guide/{guide.pk}/change/",
        ],
        cast.administrator: [
            "/admin/people/user/",
            "/admin/people/team/",
            "/admin/people/auditentry/",
        ]
        + [f"/admin/people/user/{cast.mentor.pk}/change/", "/admin/search/querylog/"]
        + [f"/admin/people/peopleimport/{people_import.pk}/change/", "/admin/search/synonym/"],
    }


def looked_at(frame: Frame) -> list[str]:
    """What LOOK finds; a page that shows progress may load itself anew in that moment."""
    try:
        return list(frame.evaluate(LOOK))
    except Error:
        frame.wait_for_load_state()
        return list(frame.evaluate(LOOK))


def watch(page: Page, home: str, caught: list[str]) -> None:
    """Note every dialog, and everything that is asked of another site."""
    page.on("dialog", lambda dialog: (caught.append(f"{page.url}: dialog"), dialog.dismiss()))
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((home, "data:", "blob:"))
            else caught.append(f"{page.url}: asked {asked.url}")
        ),
    )


def test_s15_nothing_that_was_written_runs_or_asks_another_site(
    stack: Stack, somebody: Somebody, cast: Cast
) -> None:
    pages = plant(cast)
    stack.start_web()
    caught: list[str] = []
    for user, addresses in pages.items():
        page = somebody.opens(f"{stack.url}/accounts/login/")
        watch(page, stack.url, caught)
        if user is not None:
            enter(page, stack, user)
        for address in addresses:
            answer = page.goto(stack.url + address)
            assert answer is not None and answer.status == 200, (
                f"{address}: {answer and answer.status}"
            )
            for frame in page.frames:
                caught += [f"{address}: {it}" for it in looked_at(frame)]
    assert caught == []
    # Some of it asks this very site for pictures that are not there.
    kept = [said for said in somebody.complaints if "NotSameOrigin" not in said]
    somebody.complaints[:] = kept


def test_s46_query_keys_and_fragments_that_reach_for_prototypes_do_nothing(
    stack: Stack, somebody: Somebody, cast: Cast
) -> None:
    helpcenter.public("Late students")
    stack.start_web()
    page = somebody.opens(f"{stack.url}/accounts/login/")
    caught: list[str] = []
    watch(page, stack.url, caught)
    reach = "__proto__[x]=1&constructor[prototype][x]=1&__proto__.x=1&q=late#__proto__[x]=1"
    for address in ["/", "/search/", "/contact/", "/help/", "/help/sessions/late-students/"]:
        page.goto(f"{stack.url}{address}?{reach}")
        assert page.evaluate("({}).x") is None
        scripts = page.evaluate("[...document.scripts].map((it) => it.src).filter(Boolean)")
        assert [it for it in scripts if not it.startswith(stack.url)] == []
    assert caught == []
