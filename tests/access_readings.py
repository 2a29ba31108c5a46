"""What fills the addresses of guides and articles, for the tests of access."""

from typing import Any
from urllib.parse import urlsplit

from django.core import signing

from guides import choosing
from guides.models import Guide, Note
from guides.models.picture import Picture as GuidePicture
from helpcenter.models import Article, Attachment, Picture
from mentorhub.people import personal
from mentorhub.people.models import PersonalExport

from .cast import Cast

NO_ID = 987_654_321
NO_UUID = "00000000-0000-4000-8000-000000000000"

Parameters = dict[str, Any]


class Readings:
    """The part of the World that is about what people read."""

    cast: Cast
    article: Article
    public_article: Article
    picture: Picture
    article_attachment: Attachment
    guide: Guide
    guide_note: Note
    guide_picture: GuidePicture

    # --- Guides --------------------------------------------------------------------------

    def _guide_path(self) -> tuple[Parameters, Parameters]:
        return {"path": self.cast.path.slug}, {"path": "no-such-path"}

    def _guide(self) -> tuple[Parameters, Parameters]:
        real = {"path": self.cast.path.slug, "number": self.guide.project.number}
        return real, real | {"number": 99}

    def _guide_part(self) -> tuple[Parameters, Parameters]:
        real, missing = self._guide()
        return real | {"anchor": "clean-the-data"}, missing | {"anchor": "clean-the-data"}

    def _guide_note(self) -> tuple[Parameters, Parameters]:
        return {"pk": self.guide_note.pk}, {"pk": NO_ID}

    def _stop_emails(self) -> tuple[Parameters, Parameters]:
        token = urlsplit(choosing.stop_link(self.cast.mentor.pk)).path.split("/")[-2]
        return {"token": token}, {"token": "no-such-token"}

    def _guide_picture(self) -> tuple[Parameters, Parameters]:
        real = {"pk": self.guide_picture.pk, "size": self.guide_picture.size_name}
        return real, real | {"pk": NO_UUID}

    def _guide_object(self) -> tuple[Parameters, Parameters]:
        return self._object(self.guide.pk)

    def _guide_history(self) -> tuple[Parameters, Parameters]:
        return {"pk": self.guide.pk}, {"pk": NO_ID}

    def _guide_version(self) -> tuple[Parameters, Parameters]:
        real, missing = self._guide_history()
        return real | {"number": 1}, missing | {"number": 1}

    # --- The Help Center -----------------------------------------------------------------

    def _category(self) -> tuple[Parameters, Parameters]:
        return {"slug": "sessions"}, {"slug": "no-such-category"}

    def _article(self) -> tuple[Parameters, Parameters]:
        """For the mentor's path alone."""
        real = {"category_slug": "sessions", "slug": self.article.slug}
        return real, real | {"slug": "no-such-article"}

    def _article_attachment(self) -> tuple[Parameters, Parameters]:
        return {"pk": self.article_attachment.pk}, {"pk": NO_UUID}

    def _stop_following(self) -> tuple[Parameters, Parameters]:
        token = signing.dumps([self.cast.mentor.pk], salt="helpcenter.stop-following")
        return {"token": token}, {"token": "no-such-token"}

    def _zendesk_address(self) -> tuple[Parameters, Parameters]:
        return {"old": "en-us/articles/101-A-no-show"}, {"old": "en-us/articles/102"}

    def _public_article(self) -> tuple[Parameters, Parameters]:
        real, missing = self._article()
        return real | {"slug": self.public_article.slug}, missing

    def _picture(self) -> tuple[Parameters, Parameters]:
        """In the article for the mentor's path alone."""
        real = {"pk": self.picture.pk, "size": self.picture.size_name}
        return real, real | {"pk": NO_UUID}

    def _article_history(self) -> tuple[Parameters, Parameters]:
        return {"pk": self.article.pk}, {"pk": NO_ID}

    def _article_object(self) -> tuple[Parameters, Parameters]:
        return self._object(self.article.pk)

    def _category_object(self) -> tuple[Parameters, Parameters]:
        return self._object(self.article.category_id)

    # --- One's own data ------------------------------------------------------------------

    def _own_export(self) -> tuple[Parameters, Parameters]:
        """Of the mentor, made when it is first asked for."""
        export = PersonalExport.objects.filter(person=self.cast.mentor).first()
        if export is None:
            export = personal.ask(self.cast.mentor)
            personal.pack(export.pk)
        return {"pk": export.pk}, {"pk": NO_ID}

    def _object(self, pk: int) -> tuple[Parameters, Parameters]:
        return {"object_id": pk}, {"object_id": NO_ID}
