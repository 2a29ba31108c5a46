"""S31: following links changes nothing."""

import re
from urllib.parse import urljoin

import pytest
from django.core.cache import cache

from tests.access_world import World
from tests.test_access import digest, world

__all__ = ["world"]  # of this module too
pytestmark = pytest.mark.django_db

LOGS = {"search_querylog"}  # that somebody searched is meant to be noted
MOST = 160  # pages of different shapes


def links_of(page: str, where: str) -> set[str]:
    """The addresses of this site that the page leads to, by a link or a form that is a GET."""
    found = re.findall(r'\bhref="([^"#]+)"', page)
    for form in re.findall(r"<form\b[^>]*>", page):
        if not re.search(r'method="post"', form, re.I):
            found += re.findall(r'\baction="([^"]+)"', form)
    addresses = {urljoin(where, it.replace("&amp;", "&")) for it in found}
    return {it for it in addresses if it.startswith("/") and not it.startswith("/static/")}


@pytest.mark.parametrize("role", ["administrator", "manager", "mentor", "anonymous"])
def test_s31_following_every_link_from_every_page_changes_nothing(world: World, role):
    client, before = world.client(role), digest()
    waiting, seen = ["/", "/admin/", "/help/", "/guides/", "/contact/"], set()
    while waiting and len(seen) < MOST:
        address = waiting.pop()
        shape = re.sub(r"\d+", "0", address)  # one of many pages that differ by a number is enough
        if shape in seen:
            continue
        seen.add(shape)
        response = client.get(address)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            waiting += sorted(links_of(response.content.decode(), address))
        elif response.status_code in {301, 302}:
            waiting.append(urljoin(address, response["Location"]))
        else:
            response.getvalue()
        cache.clear()  # limits are not what this is about
    after = digest()
    assert len(seen) >= {"administrator": 100, "manager": 60, "mentor": 30, "anonymous": 12}[role]
    assert {table for table in after if after[table] != before[table]} <= LOGS
