"""The demo accounts that `make run` prints. Nothing here needs Django."""

PASSWORD = "mentorhub-demo"  # noqa: S105 (for made-up people on the machine of whoever looks)

ACCOUNTS = [
    ("mentor", "amina@mentorhub.example"),
    ("assessor", "jonas@mentorhub.example"),
    ("manager", "camille@mentorhub.example"),
    ("editor", "elise@mentorhub.example"),
    ("administrator", "admin@mentorhub.example"),
]
