"""The whole of MentorHub in a folder, and back.

Rows as PostgreSQL's own COPY text, files as they are, and a manifest that says how many of each
there must be. No pg_dump: it refuses a server newer than itself, and a backup that depends on what
else is installed on a host is one that fails unseen.
"""
