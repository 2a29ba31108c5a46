"""The lanes of work, each a Celery queue, so that a backlog in one never delays another."""

ACCOUNT = "account"  # sign-in codes, requests and their mail: somebody is waiting
BULK = "bulk"  # newsletters and reminders
HOUSEKEEPING = "housekeeping"
