"""What feed readers and search engines fetch: public articles only."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helpcenter.models import Article, Category

LATEST = 50
MOST_OF_A_SITEMAP = 50_000  # more must stand in a second file, says the protocol


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """New and changed articles, the latest first, as Atom."""
    made = Atom1Feed(
        title=_("MentorHub: new and changed answers"),
        link=f"{settings.SITE_URL}{reverse('helpcenter:home')}",
        feed_url=f"{settings.SITE_URL}{reverse('helpcenter:feed')}",
        description="",
    )
    latest = Article.objects.public().select_related("category").order_by("-changed_at", "-pk")
    for article in latest[:LATEST]:
        link = f"{settings.SITE_URL}{article.get_absolute_url()}"
        made.add_item(
            title=article.title,
            link=link,
            unique_id=f"{settings.SITE_URL}/help/{article.pk}",  # stays when the address changes
            description=article.summary,
            pubdate=article.published_at,
            updateddate=article.changed_at,
            categories=[article.category.title],
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml")


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of public articles and of the categories that hold any."""
    public = Article.objects.public()
    articles = public.select_related("category").defer("body", "summary").order_by("pk")
    categories = Category.objects.filter(pk__in=public.order_by().values("category"))
    context = {
        "site": settings.SITE_URL,
        "articles": articles[:MOST_OF_A_SITEMAP],
        "categories": categories,
    }
    return render(request, "helpcenter/sitemap.xml", context, content_type="application/xml")
