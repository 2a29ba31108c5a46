"""The monthly newsletter to every mentor. No models yet."""
