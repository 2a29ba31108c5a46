"""A small school with one thing of each kind and planted words in it, for the tests of access."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import reverse

from contact import links
from contact.models import Attachment, Message, Request
from helpcenter.models import Imported
from mentorhub.mail.models import OutgoingEmail
from mentorhub.paths.models import Path
from mentorhub.people import audit, importing
from mentorhub.people.models import Absence, AuditEntry, Invitation, User
from mentorhub.search.models import QueryLog, Synonym

from .access_desk import DeskWorld
from .access_readings import NO_ID, NO_UUID, Parameters, Readings
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
    "member",
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


class World(Readings, DeskWorld):
    """Made whole at once; the tests change nothing of it that they do not take back."""

    def __init__(self) -> None:
        self.cast = cast = Cast()
        self.people: dict[str, User] = {role: getattr(cast, role) for role in ROLES[1:-1]}
        self.people["member"] = cast.nadia
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
        self.picture = picture = helpcenter.picture(cast.editor)
        self.article_attachment = helpcenter.attachment()
        linked = self.article_attachment.get_absolute_url()
        shows = f"![A screen]({picture.get_absolute_url()}) [A form]({linked})"
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
        self.make_desk()
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
        if of in {"user_by_id", "manager_by_id", "absence_by_id"}:  # as the admin's, under our name
            return tuple({"pk": it["object_id"]} for it in self.parameters(f"{of[:-6]}_object"))
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

    def _manager_object(self) -> tuple[Parameters, Parameters]:
        return self._object(self.cast.manager.pk)

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
