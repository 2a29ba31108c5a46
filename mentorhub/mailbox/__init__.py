"""The local mailbox: an SMTP server that keeps what the site sends, and a page that shows it.

For this machine only: both listen on loopback, nothing is passed on.
"""
