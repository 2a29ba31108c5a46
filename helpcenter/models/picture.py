from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from mentorhub.content.models import PictureModel
from mentorhub.people import access
from mentorhub.people.models import User

from .article import Article


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: User | AnonymousUser) -> "PictureQuerySet":
        """Those in an article that this reader may open; all of them for editors."""
        if access.of(user).edits:
            return self
        articles = Article.objects.readable_by(user).filter(pictures=OuterRef("pk"))
        return self.filter(Exists(articles.order_by()))


class Picture(PictureModel):
    """A picture in articles. It is seen by whoever may read one of them."""

    objects = PictureQuerySet.as_manager()

    def get_absolute_url(self) -> str:
        return reverse("helpcenter:picture", args=[self.pk, self.size_name])
