"""What a reader follows, and ending it: signed in, or by the link in an email."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpcenter.following import follow as begin
from helpcenter.following import stop_all
from helpcenter.forms import FollowForm
from helpcenter.models import Article, Category, Follow
from mentorhub.people.http import SignedInRequest


@require_safe
def following(request: SignedInRequest) -> HttpResponse:
    """Everything I follow, each with a button that ends it."""
    mine = Follow.objects.filter(user=request.user)
    visible = Article.objects.readable_by(request.user)
    context = {
        "articles": mine.exclude(article=None)
        .filter(article__in=visible)
        .select_related("article__category")
        .order_by("article__title"),
        "categories": mine.exclude(category=None)
        .filter(category__in=Category.objects.visible_to(request.user))
        .select_related("category")
        .order_by("category__title"),
        "hidden": mine.exclude(article__in=visible).exclude(
            category__in=Category.objects.visible_to(request.user)
        ),
    }
    return render(request, "helpcenter/following.html", context)


@require_POST
def follow(request: SignedInRequest) -> HttpResponse:
    """Begin or end to follow one thing."""
    form = FollowForm(request.POST)
    if not form.is_valid():
        raise Http404
    data = form.cleaned_data
    if data["do"] == "stop":
        mine = Follow.objects.filter(user=request.user)
        ended = get_object_or_404(mine, **{data["kind"]: data["pk"]})
        ended.delete()
        messages.success(request, _("You get no more emails about it."))
        return redirect("helpcenter:following")
    thing: Article | Category
    if data["kind"] == "article":
        articles = Article.objects.visible_to(request.user).select_related("category")
        thing = get_object_or_404(articles, pk=data["pk"])
    else:
        thing = get_object_or_404(Category.objects.visible_to(request.user), pk=data["pk"])
    begin(request.user, thing)
    messages.success(request, _("You get an email when something changes, at most one a day."))
    return redirect(thing)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_following(request: HttpRequest, token: str) -> HttpResponse:
    """The link in an email: shows what it would end, and ends it by the button."""
    count = stop_all(token, act=request.method == "POST")
    if count is None:
        raise Http404
    context = {"count": count, "is_done": request.method == "POST"}
    return render(request, "helpcenter/stop_following.html", context)
