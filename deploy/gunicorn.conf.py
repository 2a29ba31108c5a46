"""gunicorn in production: gunicorn -c deploy/gunicorn.conf.py mentorhub.wsgi

A reload (SIGHUP) starts new workers on the new code and lets the old ones finish.
"""

import multiprocessing
import os
import shutil
import tempfile

# A socket that systemd holds wins over this; nothing but the proxy reaches it.
bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", str(multiprocessing.cpu_count() + 1)))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
# Longer than the longest statement and lock that a page waits for, and an upload on a slow line.
timeout = 60
graceful_timeout = 30
keepalive = 75  # longer than nginx keeps its side open, so that it never meets a closed one
# A worker that leaks is replaced before anybody notices; not all in the same minute.
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None  # nginx writes it
errorlog = "-"
control_socket_disable = True

# The workers' figures for Prometheus meet in a folder of this server's own (needed before the first
# worker imports prometheus_client). A reload reads this file again, and keeps the folder.
COUNTS = "PROMETHEUS_MULTIPROC_DIR"
if os.environ.get("METRICS_TOKEN") and COUNTS not in os.environ:
    os.environ[COUNTS] = tempfile.mkdtemp(prefix="mentorhub-metrics-")


def on_exit(server: object) -> None:
    """Leave no counts of this server behind for the next one."""
    if COUNTS in os.environ:
        shutil.rmtree(os.environ[COUNTS], ignore_errors=True)
