"""The rules of the house that no linter knows. Each failure says which file breaks which rule.

What is allowed only here and there stands on a list in reviewed.py with its reason. A list is
compared as a whole, so an entry that nothing needs any more fails as well.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import PurePath

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from mentorhub.celery import app as celery_app
from mentorhub.relay.due import registry

from .reviewed import DANGEROUS, NETWORK, WEAK
from .source import PACKAGES, ROOT, Module, modules, our_tests

LONGEST_FILE = 300
DRAWERS = {"utils", "util", "helpers", "helper", "services", "common", "misc", "base", "tools"}

NETWORK_CLIENTS = {
    "aiohttp", "ftplib", "http.client", "httpx", "imaplib", "poplib", "requests", "smtplib",
    "socket", "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip
DANGEROUS_CALLS = {
    "eval", "exec", "execute", "executemany", "extra", "mark_safe", "raw", "RawSQL", "SafeString", "system",
}  # fmt: skip


def layers() -> list[set[str]]:
    """The picture in pyproject.toml that import-linter checks: top first."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return [set(re.findall(r"[\w.]+", layer)) for layer in contracts[0]["layers"]]


def height(package: str) -> int:
    """How high an app stands; the lowest layer has the smallest number."""
    return next(len(layers()) - at for at, layer in enumerate(layers()) if package in layer)


def our_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=False)
        if model.__module__.split(".")[0] in PACKAGES
    ]


def package_of(model: type[Model]) -> str:
    return apps.get_app_config(model._meta.app_label).name


# --- Files -----------------------------------------------------------------------------------


def test_no_file_is_named_like_a_drawer():
    names = [module.name for module in [*modules(), *our_tests()] if not module.is_migration]
    parts = {(name, part) for name in names for part in PurePath(name).with_suffix("").parts}
    assert [name for name, part in sorted(parts) if part in DRAWERS or part[-1].isdigit()] == []


def test_no_file_is_too_long():
    lengths = {
        module.name: module.text.count("\n")
        for module in [*modules(), *our_tests()]
        if not module.is_migration
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_every_app_has_its_place_in_the_layers():
    placed = set.union(*layers())
    ours = {app.name for app in apps.get_app_configs() if app.name.split(".")[0] in PACKAGES}
    assert ours - placed - {"mentorhub.admin_site"} == set()


# --- Imports ---------------------------------------------------------------------------------


def test_an_import_inside_a_function_gives_its_reason():
    silenced = re.compile(r"noqa:.*PLC0415(?!.*\([^)]+\))")
    assert [
        f"{module.name}:{number}"
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if silenced.search(line)
    ] == []


@pytest.mark.parametrize("room", ["views", "admin"])
def test_nobody_imports_views_or_admin(room):
    """Only the room itself, the app's own urls.py and the tags of its templates."""

    def is_at_home(module: Module, imported: str) -> bool:
        app = imported.split(f".{room}")[0].replace(".", "/")
        return module.name.startswith(
            tuple(f"{app}/{door}" for door in [room, "urls", "templatetags"])
        )

    guests = [
        (module.name, imported)
        for module in modules()
        for imported in module.imports()
        if imported.split(".")[0] in PACKAGES and room in imported.split(".")
        if not is_at_home(module, imported)
    ]
    assert guests == []


def test_s19_the_network_is_spoken_to_only_where_it_was_reviewed():
    found = {
        (module.name, client)
        for module in modules()
        for imported in module.imports()
        for client in NETWORK_CLIENTS
        if f"{imported}.".startswith(f"{client}.")
        if not module.name.startswith(
            ("mentorhub/embedded/", "mentorhub/run/", "mentorhub/mailbox/")
        )
    }
    assert found == set(NETWORK)


# --- Models ----------------------------------------------------------------------------------


def test_a_relation_between_apps_points_down_and_leaves_no_trace_below():
    wrong = []
    for model in our_models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.remote_field and field.remote_field.model
            if not target or target not in our_models() or package_of(target) == package_of(model):
                continue
            if height(package_of(target)) >= height(package_of(model)):
                wrong.append(f"{field} points up or sideways, to {target._meta.label}")
            if not field.remote_field.hidden:
                wrong.append(f'{field} lacks related_name="+"')
    assert wrong == []


def our_migrations() -> Iterator[tuple[str, str, list[object]]]:
    loader = MigrationLoader(None)
    for (label, name), migration in sorted(loader.disk_migrations.items()):
        if migration.__module__.split(".")[0] in PACKAGES:
            yield label, name, migration.operations


def test_migrations_are_named_for_what_they_do_and_can_be_undone():
    assert [name for _, name, _ in our_migrations() if "_auto_" in name] == []
    assert [
        (label, name, operation)
        for label, name, operations in our_migrations()
        for operation in operations
        if not operation.reversible
    ] == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# --- URLs ------------------------------------------------------------------------------------


def our_patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from our_patterns(pattern)
        elif pattern.callback.__module__.split(".")[0] in PACKAGES:
            yield pattern


def test_a_url_is_named_like_its_view():
    """The admin puts app and model before the name."""
    assert [
        (pattern.name, pattern.callback.__name__)
        for pattern in our_patterns(get_resolver())
        if not f"_{pattern.name}".endswith(f"_{pattern.callback.__name__.removesuffix('_view')}")
    ] == []


# --- What is called where --------------------------------------------------------------------


def test_only_the_relay_publishes_tasks():
    publishers = {
        module.name
        for module in modules()
        for name, _call in module.calls()
        if name in {"delay", "apply_async", "send_task"}
    }
    assert publishers == {"mentorhub/relay/loop.py"}


def test_signals_are_heard_only_in_receivers():
    assert [
        module.name
        for module in modules()
        for name, _call in module.calls()
        if name == "receiver" and module.stem != "receivers"
    ] == []


def test_every_task_has_a_name_and_whoever_asks_for_one_finds_it():
    decorated = [
        (module.name, node.name, ast.unparse(decorator))
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if re.search(r"shared_task|app\.task", ast.unparse(decorator))
    ]
    assert [
        (file, function)
        for file, function, decorator in decorated
        if not re.search(rf"name='\w+\.{function}'", decorator)
    ] == []
    asked_for = {due.task for due in registry}
    asked_for |= {entry["task"] for entry in celery_app.conf.beat_schedule.values()}
    celery_app.loader.import_default_modules()
    assert asked_for - set(celery_app.tasks) == set()


def test_what_is_dangerous_was_reviewed():
    found = {
        (module.name, name)
        for module in modules()
        for name, call in module.calls()
        if name in DANGEROUS_CALLS or any(keyword.arg == "shell" for keyword in call.keywords)
        if not module.is_migration
    }
    assert found == set(DANGEROUS)


def test_what_is_weak_was_reviewed():
    imported = {
        (module.name, name)
        for module in modules()
        for full_name in module.imports()
        for name in ["random", "hashlib.md5", "hashlib.sha1", "pickle"]
        if f"{full_name}.".startswith(f"{name}.")
    }
    called = {
        (module.name, f"hashlib.{name}")
        for module in modules()
        for name, _call in module.calls()
        if name in {"md5", "sha1"}
    }
    assert imported | called == set(WEAK)
