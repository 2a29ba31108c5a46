"""The link that ends the emails to somebody who follows a request."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from contact import following


@login_not_required
@csrf_exempt  # the signed address is the key; a mail program posts to it by itself (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_following(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link asks; posting to it ends these emails at once, without signing in.

    It names the request by its number alone: its reader may have lost sight of it.
    """
    found = following.of_link(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        following.stop(found.mentor_request, found.user, found.user)
    is_over = request.method == "POST" or not found.follows
    return render(request, "contact/stop_following.html", {"found": found, "is_over": is_over})
