"""A small school with one thing of each kind and planted words in it, for the tests of access."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse

from contact import links
from contact.models import Attachment, Message, Request
from guides import choosing
from helpcenter.models import Imported
from mentorhub.mail.models import OutgoingEmail
from mentorhub.paths.models import Path
from mentorhub.people import audit, importing
from mentorhub.people.models import Absence, AuditEntry, Invitation, User
from mentorhub.search.models import QueryLog, Synonym

from .cast import Cast, sign_in
from .factories import contact, guides, helpcenter, mail, people

ROLES = [
    "anonymous",
    "mentor",
    "other_mentor",
    "assessor",
    "other_manager",
    "manager",
    "editor",
    "administrator",
]
# Each begins with a word to search for; the rest is what must not be shown.
NOTE = "heron nests in the reed"
MINE = "otter sleeps on the ferry"
OTHERS = "badger digs under the mill"
PUBLIC = "lynx waits behind the barn"
MAY_READ = {
    NOTE: {"manager", "administrator"},
    MINE: {"mentor", "manager", "administrator"},
    OTHERS: {"other_mentor", "other_manager", "administrator"},
    PUBLIC: {"manager", "administrator"},
}
NO_ID = 987_654_321
NO_UUID = "00000000-0000-4000-8000-000000000000"

Parameters = dict[str, Any]


class World:
    """Made whole at once; the tests change nothing of it that they do not take back."""

    def __init__(self) -> None:
        self.cast = cast = Cast()
        self.people: dict[str, User] = {role: getattr(cast, role) for role in ROLES[1:]}
        self.team = cast.finance
        self.request = self._request(cast.mentor, cast.path, MINE)
        self.other_request = self._request(cast.other_mentor, cast.other_path, OTHERS)
        self.public_request = self._request(None, cast.path, PUBLIC)
        hidden = contact.file("hidden.txt", NOTE.encode())
        self.note: Message = contact.note(self.request, cast.manager, NOTE, [hidden])
        contact.note(self.public_request, cast.manager, NOTE)
        contact.answer(self.request, cast.manager, "Here you are.", files=[contact.file()])
        self.failed: OutgoingEmail = mail.failed("somebody@example.net", path=cast.path)
        self.absence: Absence = people.absence(cast.manager)
        self.invitation: Invitation = people.invitation("nina@example.net", cast.administrator)
        picture = helpcenter.picture(cast.editor)
        self.article_attachment = helpcenter.attachment()
        linked = self.article_attachment.get_absolute_url()
        shows = f"![A screen]({picture.get_absolute_url()}) [A form]({linked})"
        self.picture = picture
        self.article = helpcenter.article("A no-show", cast.path, body=shows, by=cast.editor)
        Imported.objects.create(key="zendesk:article:101:en", article=self.article)
        self.public_article = helpcenter.public("What a mentor does")
        self.guide_picture = guides.picture(cast.editor)
        shows = replace(guides.CONTENT, brief=f"![]({self.guide_picture.get_absolute_url()})")
        self.guide = guides.guide(cast.path, content=shows, editor=cast.editor)
        audit.note(audit.Act.READ, cast.manager, self.request.reference)
        self.looked: AuditEntry = AuditEntry.objects.get()
        self.people_import = importing.begin("people.csv", [], cast.administrator)
        self.guide_note = guides.note(self.guide, cast.mentor)
        self.ready_answer = contact.ready_answer(path=cast.path)
        self.synonym = Synonym.objects.create(words="student, mentee")
        QueryLog.objects.create(query="heron", language="en", results=0)
        self.searched = QueryLog.objects.create(query="student", language="en", results=1)
        sessions = {role: sign_in(Client(), user) for role, user in self.people.items()}
        name = settings.SESSION_COOKIE_NAME
        self.sessions = {role: client.cookies[name].value for role, client in sessions.items()}

    def client(self, role: str, **options: bool) -> Client:
        """A browser of its own in which this person is signed in."""
        client = Client(**options)
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def parameters(self, of: str) -> tuple[Parameters, Parameters]:
        """What fills a URL's parameters for the thing called `of`, and the same for one that is not there."""
        made = getattr(self, f"_{of}", None)
        real, missing = (
            made() if made else self._object(getattr(self, of.removesuffix("_object")).pk)
        )
        return real, missing

    def addresses_of(self, mentor_request: Request) -> list[str]:
        """Every address of one request that shows something, for its sender and at the desk."""
        files = Attachment.objects.filter(message__request=mentor_request)
        pk = mentor_request.pk
        return [
            mentor_request.get_absolute_url(),
            *(reverse("contact:own_file", args=[pk, file.pk]) for file in files),
            *(reverse("admin:contact_request_file", args=[pk, file.pk]) for file in files),
            *(
                reverse(f"admin:contact_request_{page}", args=[pk])
                for page in ["change", "history", "delete"]
            ),
        ]

    # --- Requests ------------------------------------------------------------------------

    def _own_request(self) -> tuple[Parameters, Parameters]:
        return {"pk": self.request.pk}, {"pk": NO_ID}

    def _own_file(self) -> tuple[Parameters, Parameters]:
        pk = self.request.pk
        return {"pk": pk, "file_id": self.file_of(self.request)}, {"pk": NO_ID, "file_id": NO_UUID}

    def _file_of_note(self) -> tuple[Parameters, Parameters]:
        pk = self.request.pk
        return {"pk": pk, "file_id": self.file_of(self.request, internal=True)}, self._own_file()[1]

    def _link(self) -> tuple[Parameters, Parameters]:
        return {"token": self._token()}, {"token": "no-such-token"}

    def _linked_file(self) -> tuple[Parameters, Parameters]:
        file = self.file_of(self.public_request)
        return {"token": self._token(), "file_id": file}, {"token": "no", "file_id": NO_UUID}

    def _sent(self) -> tuple[Parameters, Parameters]:
        reference, email = self.public_request.reference, self.public_request.email
        token = signing.dumps([reference, email], salt="contact.request-sent")
        return {"token": token}, {"token": "no-such-token"}

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

    # --- What the admin shows; its own addresses call the id object_id -------------------

    def _request_object(self) -> tuple[Parameters, Parameters]:
        return self._object(self.request.pk)

    def _email(self) -> tuple[Parameters, Parameters]:
        return {"pk": self.failed.pk}, {"pk": NO_ID}

    def _email_object(self) -> tuple[Parameters, Parameters]:
        return self._object(self.failed.pk)

    def _path_object(self) -> tuple[Parameters, Parameters]:
        return self._object(self.cast.path.pk)

    def _user_object(self) -> tuple[Parameters, Parameters]:
        return self._object(self.cast.mentor.pk)

    def _imported(self) -> tuple[Parameters, Parameters]:
        return self._object(self.people_import.pk)

    def _imported_by_id(self) -> tuple[Parameters, Parameters]:
        return {"pk": self.people_import.pk}, {"pk": NO_ID}

    def _user_by_id(self) -> tuple[Parameters, Parameters]:
        return {"pk": self.cast.mentor.pk}, {"pk": NO_ID}

    def _audited(self) -> tuple[Parameters, Parameters]:
        return self._object(self.looked.pk)

    def _topic_object(self) -> tuple[Parameters, Parameters]:
        return self._object(self.cast.topic.pk)

    def _synonym_object(self) -> tuple[Parameters, Parameters]:
        return self._object(self.synonym.pk)

    def _search_object(self) -> tuple[Parameters, Parameters]:
        return self._object(self.searched.pk)

    def _app(self) -> tuple[Parameters, Parameters]:
        return {"app_label": "paths"}, {"app_label": "paths"}

    # --- People --------------------------------------------------------------------------

    def _invited(self) -> tuple[Parameters, Parameters]:
        """The token stands in the email alone."""
        email = OutgoingEmail.objects.get(kind="people/invitation")
        start = urlsplit(reverse("people:accept_invitation", args=["x"])).path.removesuffix("x/")
        found = re.search(rf"{start}([^/\s]+)/", email.text)
        assert found, email.text
        return {"token": found[1]}, {"token": "no-such-token"}

    def _reset(self) -> tuple[Parameters, Parameters]:
        return {"uidb36": "1", "key": "no-key"}, {"uidb36": "2", "key": "no-key"}

    def _key(self) -> tuple[Parameters, Parameters]:
        """The mentor has no passkey, so nobody's is there."""
        return {"pk": 1}, {"pk": NO_ID}

    # --- How it is made ------------------------------------------------------------------

    def _request(self, sender: User | None, path: Path, words: str) -> Request:
        # Its manager exists before it is routed.
        assert self.people["manager"] and self.people["other_manager"]
        file = contact.file("words.txt", words.encode())
        topic = self.cast.topic
        return contact.routed(sender, path, topic, subject=words, body=words, files=[file])

    def file_of(self, mentor_request: Request, *, internal: bool = False) -> str:
        files = Attachment.objects.filter(message__request=mentor_request)
        return str(files.filter(message__is_internal=internal).order_by("pk")[0].pk)

    def _token(self) -> str:
        return urlsplit(links.link_to(self.public_request)).path.split("/")[-2]

    def _object(self, pk: int) -> tuple[Parameters, Parameters]:
        return {"object_id": pk}, {"object_id": NO_ID}
