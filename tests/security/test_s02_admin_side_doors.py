"""S02, S04: the admin has no side door, and what one may only look at is not written."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access_matrix import MATRIX, whole
from tests.access_world import MINE, NO_ID, NOTE, OTHERS, PUBLIC, ROLES, World
from tests.test_access import LISTS, digest, urls_of, world

__all__ = ["world"]  # of this module too
pytestmark = pytest.mark.django_db

PLANTED = [MINE, NOTE, PUBLIC, OTHERS]
STAFF = ["manager", "other_manager", "editor", "member"]
ADMINS = [name for name in MATRIX if name.startswith("admin:")]


def hidden_from(role: str) -> list[str]:
    """The words that this role must never see."""
    return {"manager": [OTHERS], "other_manager": [MINE, NOTE, PUBLIC]}.get(role, PLANTED)


def shown(client: Client, role: str, method: str, url: str, data: Any = None) -> list[str]:
    """The hidden words that an answer holds."""
    with transaction.atomic():
        response = getattr(client, method)(url, data)
        body = response.getvalue().decode(errors="replace")
        transaction.set_rollback(True)
    return [words for words in hidden_from(role) if words.partition(" ")[2] in body]


@pytest.mark.parametrize("role", STAFF)
def test_s02_no_page_of_the_admin_shows_a_word_of_what_is_not_theirs(world: World, role):
    client = world.client(role)
    words = [words.partition(" ")[0] for words in PLANTED]
    queries = ["", "?_popup=1", "?o=-1", "?all=", "?e=1", "?_to_field=id", "?p=0"]
    for name in ADMINS:
        url, _missing = urls_of(world, name)
        plain = url.partition("?")[0]
        # The matrix itself looks at the other pages.
        opens = name in LISTS and client.get(plain).status_code == 200
        asked = [*queries, *(f"?q={word}" for word in words)] if opens else queries[1:2]
        for query in asked:
            address = url if not query else f"{plain}{query}"
            assert shown(client, role, "get", address) == [], f"{address} as {role}"


@pytest.mark.parametrize("role", STAFF)
def test_s02_every_autocomplete_of_every_relation_is_scoped(world: World, role):
    client = world.client(role)
    for model, found in relations():
        for word in ["", *(words.partition(" ")[0] for words in PLANTED)]:
            query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
            query |= {"field_name": found, "term": word}
            response = client.get(reverse("admin:autocomplete"), query)
            body = response.content.decode()
            assert response.status_code in {200, 403, 404}, f"{query} as {role}"
            assert not [it for it in hidden_from(role) if it.partition(" ")[2] in body], query


def relations() -> Iterator[tuple[Any, str]]:
    for model in admin.site._registry:
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created:
                yield model, field.name


@pytest.mark.parametrize("role", STAFF)
def test_s02_no_action_reaches_what_is_not_theirs(world: World, role):
    """With the ids of everything, chosen one by one or all across pages."""
    before = digest()
    client = world.client(role)
    for name in LISTS:
        model_admin = admin_of(name)
        everything = list(model_admin.model._base_manager.values_list("pk", flat=True))
        for action in [*actions_of(model_admin), "delete_selected", "no_such_action"]:
            for across in ["0", "1"]:
                data = {"action": action, "_selected_action": everything, "index": "0"}
                data |= {"select_across": across}
                where = f"{name} {action} as {role}"
                assert shown(client, role, "post", reverse(name), data) == [], where
    assert digest() == before


def admin_of(name: str) -> ModelAdmin:
    """The ModelAdmin whose list has this URL name."""
    wanted = name.removeprefix("admin:").removesuffix("_changelist")
    return next(
        model_admin
        for model, model_admin in admin.site._registry.items()
        if f"{model._meta.app_label}_{model._meta.model_name}" == wanted
    )


def actions_of(model_admin: ModelAdmin) -> list[str]:
    return [name if isinstance(name, str) else name.__name__ for name in model_admin.actions or []]


@pytest.mark.parametrize("role", STAFF)
def test_s02_a_request_of_somebody_else_answers_like_one_that_is_not_there(world: World, role):
    client = world.client(role)
    other = world.other_request if role != "other_manager" else world.request
    names = [name for name in ADMINS if MATRIX[name].of in {"request_object", "own_request"}]
    assert len(names) >= 8
    for name in names:
        key = "object_id" if MATRIX[name].of == "request_object" else "pk"
        for method in ["get", "head", "post"]:
            answers = [
                getattr(client, method)(reverse(name, kwargs={key: pk})) for pk in [other.pk, NO_ID]
            ]
            statuses = {answer.status_code for answer in answers}
            assert len(statuses) == 1, f"{method} {name} as {role}: {statuses}"


# --- S04 -------------------------------------------------------------------------------------


def forged(model_admin: ModelAdmin, request: Any, obj: Any) -> dict[str, Any]:
    """A form of everything that the model and its inlines have, as nobody's page would send it."""
    data: dict[str, Any] = {"_save": "1", "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    for field in model_admin.model._meta.concrete_fields:
        value = obj and getattr(obj, field.attname, "") or 1
        data[field.name] = data[f"form-0-{field.name}"] = value
    for inline in model_admin.get_inline_instances(request, None) or model_admin.inlines:
        model = getattr(inline, "model", None)
        for prefix in {model._meta.model_name, f"{model._meta.model_name}_set", "roles", "members"}:
            data |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
            for field in model._meta.concrete_fields:
                data[f"{prefix}-0-{field.name}"] = "1"
    return data


@pytest.mark.parametrize("role", STAFF)
def test_s04_who_may_only_look_writes_nothing_by_a_forged_form(world: World, role):
    client = world.client(role)
    request = client.get("/admin/").wsgi_request
    before, tried = digest(), []
    for name in ADMINS:
        letters = whole(MATRIX[name].post or "").split() if MATRIX[name].post else []
        may_write = letters and letters[ROLES.index(role)] in "rvxo"
        kind = name.rpartition("_")[2]
        if may_write or kind not in {"add", "change", "delete", "changelist"}:
            continue
        model_admin = admin_of(f"{name.rpartition('_')[0]}_changelist")
        obj = model_admin.model._base_manager.first()
        response = client.post(urls_of(world, name)[0], forged(model_admin, request, obj))
        tried.append(name)
        assert response.status_code in {200, 302, 403, 404, 405, 422}, f"{name} as {role}"
    assert len(tried) >= 20
    assert digest() == before, tried


@pytest.mark.parametrize("role", [*STAFF, "administrator"])
def test_s04_no_list_is_edited_by_a_forged_form_of_rows(world: World, role):
    client = world.client(role)
    before = digest()
    for name in LISTS:
        model_admin = admin_of(name)
        assert model_admin.list_editable == (), name
        rows = list(model_admin.model._base_manager.all()[:2])
        data: dict[str, Any] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows)}
        for number, row in enumerate(rows):
            for field in row._meta.concrete_fields:
                data[f"form-{number}-{field.name}"] = "1"
            data[f"form-{number}-id"] = row.pk
        client.post(reverse(name), data | {"_save": "Save"})
    assert digest() == before
