"""How dates and hours are written, by language."""
