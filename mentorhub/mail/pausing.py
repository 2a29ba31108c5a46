"""Holding back every email, for a copy of the site or while something is put right."""

from .models import SendingPause


def pause(why: str) -> None:
    """Let no email leave from now on. What is being sent this moment is finished."""
    SendingPause.objects.get_or_create(pk=SendingPause.ONLY, defaults={"why": why})


def resume() -> None:
    """Let everything leave that was queued meanwhile."""
    SendingPause.objects.all().delete()
