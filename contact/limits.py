"""How many requests strangers may send: each mails somebody, and a program could send thousands."""

import datetime

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from mentorhub.cache import counted

AN_HOUR = datetime.timedelta(hours=1)
MOST_FROM_A_NETWORK = 20  # a whole school may be behind one address


def is_too_often(request: HttpRequest) -> bool:
    """Whether one more public request now is too many from where it comes; it counts.

    Asked of forms that could be taken, so that mistakes cost nobody anything. The address is that
    which our own proxy saw, and is kept as a hash alone.
    """
    address = salted_hmac("contact.limits", get_adapter().get_client_ip(request)).hexdigest()
    return counted(f"requests:{address}", int(AN_HOUR.total_seconds())) > MOST_FROM_A_NETWORK
