"""Forms that a script sends, so that it can show how far their files are."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirectBase

View = Callable[..., HttpResponse]
ASKED, NEXT = "X-Upload", "X-Next"


def with_progress(view: View) -> View:
    """Say where a redirect leads, in a header, to a script that asks for it.

    A script is led along a redirect without a word, and the page it arrives at would show there, once
    and unseen, what it had to say.
    """

    @wraps(view)
    def answer(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if ASKED in request.headers and isinstance(response, HttpResponseRedirectBase):
            told = HttpResponse(status=204, headers={NEXT: response.url})
            told.cookies = response.cookies
            return told
        return response

    return answer
