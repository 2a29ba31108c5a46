"""What is allowed only here and there, and why: test_architecture.py compares each list as a whole."""

DANGEROUS = {
    ("mentorhub/content/sanitize.py", "mark_safe"): "HTML that nh3 let through; JSON without <",
    ("mentorhub/backup/manifest.py", "execute"): "asks for a table's columns, by parameter",
    ("mentorhub/backup/restoring.py", "execute"): "TRUNCATE and setval, of tables of our own",
    ("mentorhub/backup/writing.py", "execute"): "SET TRANSACTION",
    ("mentorhub/statements.py", "raw"): "asks again what a queryset was written as, by parameters",
    ("mentorhub/cache.py", "execute"): "locks a count, in words of our own, by parameter",
    ("mentorhub/checks.py", "execute"): "asks PostgreSQL for its extensions, in words of our own",
    ("mentorhub/home/management/commands/migrate.py", "execute"): "SET lock_timeout, constants",
    ("mentorhub/patience.py", "execute"): "SET lock_timeout, with a constant of our own",
    ("mentorhub/relay/due.py", "execute"): "NOTIFY, with a constant of our own",
    ("mentorhub/relay/loop.py", "execute"): "LISTEN, with a constant of our own",
    ("mentorhub/search/indexing.py", "execute"): "stores postings as arrays, by parameters",
    (
        "mentorhub/search/likeness.py",
        "execute",
    ): "compares entries by their postings, by parameters",
    ("mentorhub/search/ranking.py", "execute"): "ranks by the terms' ids, all values by parameters",
    (
        "mentorhub/search/ranking.py",
        "RawSQL",
    ): "names a column of that statement, a constant of our own",
    ("mentorhub/search/scratch.py", "execute"): "temporary tables named like those of our models",
    ("mentorhub/search/vocabulary.py", "execute"): "counts the words, a constant of our own",
}
NETWORK = {
    ("mentorhub/content/clamd.py", "socket"): "the virus scanner, where one is set up",
    ("mentorhub/mail/smtp.py", "smtplib"): "the one connection to the mail server",
}
# Changed without a token in the form: what else proves that its owner wants it.
TOKENLESS = {
    "contact:stop_following": "the signed address is the key; a mail program posts to it (RFC 8058)",
    "guides:stop_emails": "the signed address is the key; a mail program posts to it (RFC 8058)",
}
WEAK = {
    ("mentorhub/mail/sending.py", "random"): "spreads retries in time; no secret",
}
