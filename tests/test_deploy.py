"""What deploy/ says fits the code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from mentorhub.relay import lanes

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
LANES = {lanes.ACCOUNT, lanes.BULK, lanes.HOUSEKEEPING}
OURS = [*DEPLOY.rglob("*.service"), DEPLOY / "compose.yaml", ROOT / "docs/operations.md"]


def test_gunicorn_takes_its_settings():
    command = [sys.executable, "-m", "gunicorn", "--check-config", "-c", "deploy/gunicorn.conf.py"]
    subprocess.run([*command, "mentorhub.wsgi"], cwd=ROOT, check=True)


def test_every_lane_has_a_worker_in_each_way_of_running_it():
    target = (DEPLOY / "systemd" / "mentorhub.target").read_text()
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]

    assert set(re.findall(r"mentorhub-worker@(\w+)\.service", target)) == LANES
    commands = " ".join(str(service.get("command", "")) for service in services.values())
    assert set(re.findall(r"worker -Q (\w+)", commands)) == LANES


def test_every_unit_that_the_target_wants_is_there():
    target = (DEPLOY / "systemd" / "mentorhub.target").read_text()
    wanted = {re.sub(r"@\w+", "@", name) for name in re.findall(r"mentorhub-[\w@.-]+", target)}

    assert {name for name in wanted if not (DEPLOY / "systemd" / name).exists()} == set()


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_every_command_it_names_exists(file):
    named = set(re.findall(r"manage\.py (\w+)", file.read_text()))

    assert named - set(get_commands()) == set()


def test_every_page_that_nginx_shows_by_itself_is_there():
    shown = re.findall(
        r"error_page .* /(static/\S+);", (DEPLOY / "nginx/mentorhub.conf").read_text()
    )

    assert shown
    for name in shown:
        linked = re.findall(r'(?:href|src)="/(static/[^"]+)"', (ROOT / name).read_text())
        assert [it for it in linked if not (ROOT / it).exists()] == []
