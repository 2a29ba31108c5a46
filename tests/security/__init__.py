"""What must not be possible: one file for each row of the security bar, or for a few of them.

docs/security.md lists every row with the tests that keep it, those that stand elsewhere too.
"""
