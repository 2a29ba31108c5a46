"""Builds .venv from a lock file: python3 requirements/install.py run|test

Standard library only. It is read by whatever python3 is there, so its syntax is that of
Python 3.6, which can then say that it is too old.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

try:
    import fcntl
except ImportError:  # Windows, which main() refuses
    fcntl = None

OLDEST = (3, 11)
HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(os.path.dirname(HERE), ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed.json")  # written last: without it .venv is half-built
# What each kind makes true: a test install has everything that run needs.
KINDS = {"run": ["run"], "test": ["test", "run"]}


def main():
    """Installs unless what is locked is installed already."""
    if len(sys.argv) != 2 or sys.argv[1] not in KINDS:
        stop("use: python3 requirements/install.py run|test")
    if not sys.platform.startswith(("linux", "darwin")):
        stop("MentorHub runs on Linux and macOS; on Windows use WSL")
    if sys.version_info < OLDEST:
        needed, found = (".".join(map(str, version[:2])) for version in (OLDEST, sys.version_info))
        stop(
            f"Python {needed} or newer is needed, this is {found}. Another one: make {sys.argv[1]} PYTHON=..."
        )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that pip is ended too
    folder = os.open(HERE, os.O_RDONLY)
    os.set_inheritable(folder, True)  # a pip that survives our kill -9 keeps the lock
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Waiting for another install of .venv")
        fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        install(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        stop(f"cannot write {error.filename or VENV}: {error.strerror}")


def install(kind):
    """Makes .venv hold what the lock file of `kind` says."""
    stamp = read_stamp()
    if stamp.get("locks", {}).get(kind) == digest(kind):
        return
    started = time.monotonic()
    if not stamp:
        build()
    elif os.path.exists(STAMP):
        os.remove(STAMP)  # until pip is done
    lock = os.path.join(HERE, kind + ".txt")
    with open(lock) as lines:
        count = sum(line[0].isalpha() for line in lines)
    title = f"Installing {count} packages"
    command = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",
        "--no-input",
        "-r",
        lock,
    ]
    output = run([*command, "--disable-pip-version-check", "--progress-bar=off"], title)
    if output is not None:
        stop(f"pip could not install {os.path.relpath(lock)}. {reason(output)}")
    with open(STAMP, "w") as file:
        json.dump({"venv": VENV, "locks": {name: digest(name) for name in KINDS[kind]}}, file)
    say(f"Installed in {time.monotonic() - started:.0f} s")


def build():
    """Makes an empty .venv in the place of a half-built, moved or broken one."""
    try:
        import ensurepip  # noqa: F401, PLC0415 - only here does its absence matter
        import venv  # noqa: F401, PLC0415
    except ImportError:
        stop(
            "this Python has no venv. On Debian and Ubuntu: apt-get install python3-venv"
            " (or python{}.{}-venv)".format(*sys.version_info[:2])
        )
    if os.path.lexists(VENV):
        shutil.rmtree(VENV)
    output = run([sys.executable, "-m", "venv", VENV], "Making .venv")
    if output is not None:
        stop(f"python -m venv failed: {last_line(output)}")


def read_stamp():
    """What a finished install of this very folder wrote; empty when there is none or .venv is broken."""
    try:
        with open(STAMP) as file:
            stamp = json.load(file)
    except (OSError, ValueError):
        return {}
    works = os.access(PYTHON, os.X_OK) and stamp.get("venv") == VENV
    return stamp if works else {}


def digest(kind):
    """What changes when the lock file does."""
    with open(os.path.join(HERE, kind + ".txt"), "rb") as lock:
        return hashlib.sha256(lock.read()).hexdigest()


def run(command, title):
    """Runs it and shows that it lives; returns its output when it failed, else None."""
    terminal = sys.stdout.isatty()
    if not terminal:
        say(title)
    started = shown = time.monotonic()
    with tempfile.TemporaryFile() as output:
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": subprocess.STDOUT}
        process = subprocess.Popen(command, close_fds=False, **streams)
        try:
            while process.poll() is None:
                time.sleep(0.1)
                seconds = time.monotonic() - started
                if terminal:
                    wheel = "|/-\\"[int(seconds * 8) % 4]
                    sys.stdout.write(f"\r{wheel} {title} {seconds:.0f} s ")
                    sys.stdout.flush()
                elif time.monotonic() - shown > 5:
                    shown = time.monotonic()
                    say(f"  {title}: {seconds:.0f} s")
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if terminal:
            sys.stdout.write("\r\033[K")
        output.seek(0)
        return output.read().decode(errors="replace") if process.returncode else None


def reason(output):
    """Why pip failed, in one line."""
    if (
        "NewConnectionError" in output
        or "No matching distribution" in output
        or "Max retries" in output
    ):
        return f"Is there a network? {last_line(output)}"
    return last_line(output)


def last_line(output):
    """The last line that reports an error, else the last one."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["it said nothing"])[-1]


def say(line):
    """Prints at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def stop(problem):
    """Ends with one line."""
    sys.exit("mentorhub: " + problem)


if __name__ == "__main__":
    main()
