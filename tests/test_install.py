"""requirements/install.py: builds .venv once, says in one line why it cannot."""

import ast
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "requirements" / "install.py"


class Project:
    """A folder with a copy of install.py and locks that name one small package of our own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.venv = folder / ".venv"
        (folder / "requirements").mkdir()
        shutil.copy(SOURCE, folder / "requirements")
        self.lock("run", "1.0")
        self.lock("test", "1.0")

    def lock(self, kind: str, version: str) -> None:
        wheel = self.folder / f"tiny-{version}-py3-none-any.whl"
        about = f"tiny-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("tiny.py", f"version = {version!r}\n")
            archive.writestr(
                f"{about}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n"
            )
            archive.writestr(
                f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(f"{about}/RECORD", "")
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lock = f"# made by hand\ntiny=={version} \\\n    --hash=sha256:{digest}\n"
        (self.folder / "requirements" / f"{kind}.txt").write_text(lock)

    def install(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        # No index: pip finds the wheel beside the lock, or nothing.
        env = {"PATH": os.environ["PATH"], "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
        return subprocess.run(
            [sys.executable, "requirements/install.py", *arguments],
            cwd=self.folder,
            env={**env, "PIP_FIND_LINKS": str(self.folder)},
            capture_output=True,
            text=True,
        )

    @property
    def version(self) -> str:
        """What the built Python imports."""
        code = [self.venv / "bin" / "python", "-c", "import tiny; print(tiny.version)"]
        return subprocess.run(code, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def install() -> ModuleType:
    spec = importlib.util.spec_from_file_location("install", SOURCE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.processes
def test_it_installs_once_and_again_when_the_lock_changes(project: Project) -> None:
    first = project.install("test")
    assert (first.returncode, first.stderr, project.version) == (0, "", "1.0")
    assert "Installing 1 packages" in first.stdout

    for kind in ["test", "run"]:  # a test install has what run needs
        assert project.install(kind).stdout == ""

    project.lock("run", "2.0")
    assert "Installed in" in project.install("run").stdout
    assert project.version == "2.0"


@pytest.mark.processes
def test_a_half_built_one_is_built_anew(project: Project) -> None:
    (project.venv / "bin").mkdir(parents=True)
    (project.venv / "bin" / "python").write_text("broken")

    assert project.install("run").returncode == 0
    assert project.version == "1.0"


@pytest.mark.processes
def test_one_that_was_moved_is_built_anew(project: Project) -> None:
    project.install("run")
    stamp = project.venv / "installed.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "venv": "/elsewhere/.venv"}))

    assert "Making .venv" in project.install("run").stdout


@pytest.mark.processes
def test_without_a_network_it_says_so_and_the_next_try_starts_over(project: Project) -> None:
    wheel = next(project.folder.glob("*.whl"))
    away = wheel.rename(project.folder / "away")

    failed = project.install("run")

    assert failed.returncode == 1
    assert failed.stderr.startswith(
        "mentorhub: pip could not install requirements/run.txt. Is there a network? ERROR: "
    )
    assert failed.stderr.count("\n") == 1
    away.rename(wheel)
    assert project.install("run").returncode == 0


@pytest.mark.processes
def test_another_file_than_the_locked_one_is_refused(project: Project) -> None:
    next(project.folder.glob("*.whl")).write_bytes(b"something else")

    failed = project.install("run")

    assert failed.returncode == 1
    assert failed.stderr.startswith("mentorhub: pip could not install requirements/run.txt. ")
    assert not (project.venv / "installed.json").exists()


@pytest.mark.processes
def test_an_unknown_kind_is_refused(project: Project) -> None:
    assert (
        project.install("all").stderr
        == "mentorhub: use: python3 requirements/install.py run|test\n"
    )


def test_python_3_6_can_read_it() -> None:
    ast.parse(SOURCE.read_text(), feature_version=(3, 6))


def test_an_old_python_is_told_which_is_needed(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["install.py", "run"])
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed, this is 3\.9\."):
        install.main()


def test_another_system_is_refused(install: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["install.py", "run"])
    monkeypatch.setattr(sys, "platform", "win32")

    with pytest.raises(SystemExit, match="Linux and macOS"):
        install.main()


def test_a_python_without_venv_says_which_package_brings_it(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        install.build()


def test_a_folder_it_cannot_write_to_is_named(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(kind: str) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / ".venv"))

    # As root every folder can be written to, so the refusal itself is made up.
    monkeypatch.setattr(install, "install", refuse)
    monkeypatch.setattr(install, "HERE", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["install.py", "run"])
    monkeypatch.setattr(install.signal, "signal", lambda *_: None)

    with pytest.raises(SystemExit, match=r"cannot write .*/\.venv: Permission denied"):
        install.main()
