"""Requests that change hands, many at once: over an absence and back, from somebody who departed, along
with a mentor who moves to another path."""
