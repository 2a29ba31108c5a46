"""Plays the demo's stories through the real flows, then dates them back."""

import datetime
import uuid

from django.db.models import F
from django.utils import timezone

from contact import answering, marking, replying, routing, submitting
from contact.about import About
from contact.answering import Then
from contact.deadlines import after_working_hours
from contact.models import Message, Request, TimelineEvent, Topic
from contact.priorities import Priority, tags_in
from guides.models import Part
from mentorhub.mail.models import OutgoingEmail, State
from mentorhub.paths.models import Path, Project
from mentorhub.people.models import User

from . import stories
from .stories import Story

ROUTED_AFTER = datetime.timedelta(seconds=4)
BY_DAY = 20  # hours; what is older was asked between 8 and 14
LEFT_TO_BE_SENT = datetime.timedelta(hours=1)  # younger mail really leaves, so the mailbox has some


def make_requests() -> None:
    """Play every story, oldest first, so that numbers and times agree."""
    for story in sorted([*stories.STORIES, stories.PUBLIC], key=_began):
        _play(story)


def _began(story: Story) -> datetime.datetime:
    """When it was asked: by day, unless it is of the last hours."""
    moment = timezone.localtime() - datetime.timedelta(hours=story.hours_ago)
    if story.hours_ago < BY_DAY:
        return moment
    return moment.replace(hour=8 + int(story.hours_ago) % 6)


def _play(story: Story) -> None:
    began = _began(story)
    mentor_request = submitting.submit(_submission(story))
    _date_back(mentor_request, began)
    routing.route(mentor_request.pk)
    _date_back(mentor_request, began + ROUTED_AFTER)
    for hours, act, text in story.acts:
        mentor_request.refresh_from_db()
        _act(mentor_request, act, text)
        _date_back(mentor_request, began + datetime.timedelta(hours=hours))
    _settle(mentor_request, began)


def _submission(story: Story) -> submitting.Submission:
    path = Path.objects.get(name=story.path)
    sender = User.objects.filter(email=f"{story.who}@mentorhub.example").first()
    name, email = (sender.name, sender.email) if sender else stories.STRANGER
    return submitting.Submission(
        token=uuid.uuid4(),
        sender=sender,
        name=name,
        email=email,
        path=path,
        project=Project.objects.get(path=path, number=story.project) if story.project else None,
        topic=Topic.objects.get(slug=story.topic),
        about=_about(story) if story.part else None,
        subject=story.subject,
        body=story.body,
    )


def _about(story: Story) -> About:
    """The part of the guide, in the version that its readers had then."""
    part = Part.objects.select_related("guide__project__path").get(
        anchor=story.part,
        guide__project__path__name=story.path,
        guide__project__number=story.project or 0,
    )
    versions = part.guide.versions.filter(published_at__lte=_began(story))
    return About(part, versions.latest("number"))


def _act(mentor_request: Request, act: str, text: str) -> None:
    author = mentor_request.assignee or User.objects.get(name="Lena Fischer")
    if act == stories.REPLY:
        replying.reply(mentor_request.pk, mentor_request.sender, text, uuid.uuid4())
    elif act == stories.DONE:
        replying.mark_solved(mentor_request.pk, mentor_request.sender)
    elif act == stories.MARK:
        priority, _colon, tags = text.partition(":")
        urgency, version = Priority[priority.upper()], mentor_request.version
        marking.mark(mentor_request.pk, author, urgency, tags_in(tags), version)
    else:
        written = answering.Written(author, text, mentor_request.version, uuid.uuid4())
        if act == stories.NOTE:
            answering.note(mentor_request.pk, written)
        else:
            answering.answer(mentor_request.pk, written, Then(act))


def _date_back(mentor_request: Request, moment: datetime.datetime) -> None:
    """Give `moment` to whatever the last flow wrote: what bears today's date is new."""
    written_just_now = timezone.now() - datetime.timedelta(seconds=30)
    if moment > written_just_now:
        return
    recent = {"created_at__gt": written_just_now}
    mentor_request.messages.filter(**recent).update(created_at=moment, final_at=moment)
    mentor_request.timeline.filter(at__gt=written_just_now).update(at=moment)
    emails = OutgoingEmail.objects.filter(about=mentor_request.desk_url, **recent)
    emails.update(created_at=moment, due_at=moment)
    if timezone.now() - moment > LEFT_TO_BE_SENT:
        emails = OutgoingEmail.objects.filter(about=mentor_request.desk_url, created_at=moment)
        emails.update(
            state=State.SENT,
            attempts=1,
            sent_at=F("created_at") + datetime.timedelta(seconds=1),
            last_answer="250 2.0.0 Ok: queued",
        )


def _settle(mentor_request: Request, began: datetime.datetime) -> None:
    """Set the request's own times to those of what happened to it."""
    mentor_request.refresh_from_db()
    answers = Message.objects.filter(
        request=mentor_request, from_staff=True, is_internal=False
    ).order_by("pk")
    first, events = answers.first(), TimelineEvent.objects.filter(request=mentor_request)
    last = events.latest("pk").at
    mentor_request.created_at = began
    mentor_request.updated_at = last
    mentor_request.assigned_at = mentor_request.routed_at = began + ROUTED_AFTER
    mentor_request.first_answered_at = first.created_at if first else None
    if mentor_request.is_finished:
        mentor_request.solved_at = last
    if mentor_request.due_at:
        hours = mentor_request.topic.first_answer_hours
        mentor_request.due_at = after_working_hours(last, hours)
    mentor_request.save()
