"""Many emails at once, and what became of them."""

from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.relay import lanes
from mentorhub.relay.due import wake


def fill(count: int, kind: str = "test", lane: str = lanes.ACCOUNT) -> None:
    """So many queued emails, each to a reader of its own."""
    OutgoingEmail.objects.bulk_create(
        [
            OutgoingEmail(
                key=f"{kind}:{number}",
                kind=kind,
                lane=lane,
                to_address=f"{kind}{number}@example.net",
                subject=f"Email {number}",
                text="Hello " * 200,
                html=f"<p>{'Hello ' * 200}</p>",
            )
            for number in range(count)
        ],
        batch_size=1000,
    )
    wake(OutgoingEmail)


def count(state: State, **fields: object) -> int:
    return OutgoingEmail.objects.filter(state=state, **fields).count()
