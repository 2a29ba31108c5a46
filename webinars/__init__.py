"""Webinars: weekly and monthly series, sign-up, questions, replays. No models yet."""
