"""What is allowed only here and there, and why: test_architecture.py compares each list as a whole."""

DANGEROUS = {
    ("mentorhub/content/sanitize.py", "mark_safe"): "HTML that nh3 let through; JSON without <",
    ("mentorhub/checks.py", "execute"): "asks PostgreSQL for its extensions, in words of our own",
    ("mentorhub/relay/due.py", "execute"): "NOTIFY, with a constant of our own",
    ("mentorhub/relay/loop.py", "execute"): "LISTEN, with a constant of our own",
    ("mentorhub/search/indexing.py", "execute"): "stores postings as arrays, by parameters",
    ("mentorhub/search/ranking.py", "execute"): "ranks by the terms' ids, all values by parameters",
    (
        "mentorhub/search/ranking.py",
        "RawSQL",
    ): "names a column of that statement, a constant of our own",
    ("mentorhub/search/scratch.py", "execute"): "temporary tables named like those of our models",
    ("mentorhub/search/vocabulary.py", "execute"): "counts the words, a constant of our own",
}
NETWORK = {
    ("mentorhub/mail/smtp.py", "smtplib"): "the one connection to the mail server",
}
WEAK = {
    ("mentorhub/mail/sending.py", "random"): "spreads retries in time; no secret",
}
