"""The demo's Help Center, from the Markdown files beside this one."""

from pathlib import Path

from contact.models import Topic
from helpcenter.importing.markdown import import_folder
from helpcenter.models import Article
from mentorhub.content.reports import Outcome
from mentorhub.people.models import User

# Which topic of the contact form shows which articles first, by their addresses.
OF_TOPICS = {
    "sessions": ["move-a-session", "student-does-not-come", "second-no-show"],
    "student-progress": ["student-is-silent", "student-is-stuck", "extend-deadline"],
    "invoices": ["when-am-i-paid", "session-missing", "payment-late"],
    "account": ["no-sign-in-code", "forgotten-password"],
}
FOLDER = Path(__file__).parent / "help"


def import_demo_articles() -> int:
    """Publish the demo's articles in the name of its editor; returns how many files were used."""
    if not FOLDER.is_dir():
        return 0
    report = import_folder(FOLDER, User.objects.filter(is_editor=True).first())
    for slug, addresses in OF_TOPICS.items():
        for topic in Topic.objects.filter(slug=slug):
            topic.articles.set(Article.objects.filter(slug__in=addresses))
    return report.count(Outcome.MADE)
