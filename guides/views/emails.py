"""Which emails about guides one gets; and the one click in them that ends them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guides import choosing
from guides.models import EmailChoice
from guides.note_forms import EmailChoiceForm
from mentorhub.people import access
from mentorhub.people.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def emails(request: SignedInRequest) -> HttpResponse:
    """Choose between each change, once a week and never."""
    choice = choosing.of(request.user)
    initial = {"often": choice.often, "of_notes": choice.of_notes}
    form = EmailChoiceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        choosing.choose(request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("guides:emails")
    context = {"form": form, "on_a_path": bool(access.of(request.user).paths)}
    return render(request, "guides/emails.html", context, status=422 if form.errors else 200)


@login_not_required
@csrf_exempt  # the signed address is the key; a mail program posts to it by itself (RFC 8058)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_emails(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link asks; posting to it ends these emails at once, without signing in."""
    reader = choosing.reader_of(token)
    if reader is None:
        raise Http404
    if request.method == "POST":
        choosing.stop(reader)
    is_over = choosing.of(reader).often == EmailChoice.Often.NEVER
    return render(request, "guides/stop_emails.html", {"reader": reader, "is_over": is_over})
