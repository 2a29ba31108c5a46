"""make bench: what pages and emails cost, as ratios to an empty view and to raw smtplib.

Everything is measured in one run on one machine, so the ratios travel; the seconds do not.
"""
