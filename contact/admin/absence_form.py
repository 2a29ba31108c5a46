"""What is typed when an absence is planned."""

import datetime
from typing import Any, cast

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhub.people import access, covering, days
from mentorhub.people.models import Absence, User

from . import colleagues

LONGEST = datetime.timedelta(days=366)


class AbsenceForm(forms.ModelForm):
    """One's own absence; an administrator says whose.

    Anybody who works the desk may cover: what comes to a cover is assigned to them, and on the days
    of the absence they see what the absent person has, so nobody covers for what they cannot open.
    """

    class Meta:
        model = Absence
        fields = ("user", "starts_on", "ends_on", "cover", "note")
        labels = {"note": gettext_lazy("Note for colleagues")}
        help_texts = {
            "cover": gettext_lazy("New requests go to them, and they may take over what is open."),
            "note": gettext_lazy("Mentors do not see it."),
        }
        error_messages = {
            "starts_on": {"required": gettext_lazy("Choose the first day.")},
            "ends_on": {"required": gettext_lazy("Choose the last day.")},
        }
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = access.who_work_the_desk()
        if access.of(user).is_superuser and not self.instance.pk:
            self._choice("user").queryset = staff
        else:
            del self.fields["user"]
            if not self.instance.pk:
                self.instance.user = user
        cover = self._choice("cover")
        cover.queryset = staff
        cover.empty_label = _("Nobody")
        near = set(colleagues.of(user).values_list("pk", flat=True))
        if not access.of(user).is_superuser:
            people = [person for person in staff if person != user]
            cover.choices = [
                ("", _("Nobody")),
                (_("Of your paths and teams"), [_pair(it) for it in people if it.pk in near]),
                (_("Others at the desk"), [_pair(it) for it in people if it.pk not in near]),
            ]

    def _choice(self, name: str) -> "forms.ModelChoiceField[User]":
        return cast("forms.ModelChoiceField[User]", self.fields[name])

    def clean(self) -> dict[str, Any]:
        """Inside a transaction: the people are locked, so that no two plans pass each other by."""
        cleaned = super().clean() or {}
        person = cleaned.get("user") or (self.instance.user if self.instance.user_id else None)
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if person is None or first is None or last is None:
            return cleaned
        both = [person.pk] + ([cleaned["cover"].pk] if cleaned.get("cover") else [])
        list(User.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk"))
        if last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        elif last < days.today() and "ends_on" in self.changed_data:
            self.add_error("ends_on", _("These days are over."))
        elif last - first > LONGEST:
            self.add_error(
                "ends_on",
                _("This is longer than a year. Let an administrator end the role instead."),
            )
        else:
            self._refuse_overlaps(person, first, last)
            self._refuse_circles(person, first, last, cleaned.get("cover"))
        return cleaned

    def validate_constraints(self) -> None:
        """They are told above, in words with days in them; unless something slipped through."""
        if not self.errors:
            super().validate_constraints()

    def _refuse_overlaps(self, person: User, first: datetime.date, last: datetime.date) -> None:
        others = (
            Absence.objects.within(first, last).filter(user=person).exclude(pk=self.instance.pk)
        )
        if other := others.first():
            self.add_error(
                "starts_on",
                _(
                    "%(name)s is away already from %(first)s to %(last)s. Change that absence instead."
                )
                % {"name": person, "first": _day(other.starts_on), "last": _day(other.ends_on)},
            )

    def _refuse_circles(
        self, person: User, first: datetime.date, last: datetime.date, cover: User | None
    ) -> None:
        if cover is None:
            return
        if cover == person:
            self.add_error("cover", _("A person cannot cover for themselves."))
            return
        try:
            planned = Absence(user=person, starts_on=first, ends_on=last, cover=cover)
            covering.away_meanwhile(planned)
        except covering.Circle as circle:
            away = circle.absence
            self.add_error(
                "cover",
                _(
                    "%(name)s is away from %(first)s to %(last)s and relies on %(cover)s: on the days"
                    " you share nobody would answer. Choose somebody else."
                )
                % {
                    "name": away.user,
                    "first": _day(away.starts_on),
                    "last": _day(away.ends_on),
                    "cover": away.cover,
                },
            )

    def save(self, commit: bool = True) -> Absence:
        """Days that are to come are told of when they come, also after a change."""
        if self.instance.starts_on > days.today():
            self.instance.began_at = None
        if self.instance.ends_on >= days.today():
            self.instance.ended_at = None
        return cast(Absence, super().save(commit))


def warnings(absence: Absence) -> list[str]:
    """What somebody who plans it should know about its covers, in sentences."""
    said = []
    for away in covering.away_meanwhile(absence) if absence.cover_id else []:
        facts = {
            "name": away.user,
            "first": _day(away.starts_on),
            "last": _day(away.ends_on),
            "cover": away.cover,
        }
        if away.cover_id:
            said.append(
                _(
                    "%(name)s is away too from %(first)s to %(last)s: on those days it goes on to"
                    " %(cover)s."
                )
                % facts
            )
        else:
            said.append(
                _(
                    "%(name)s is away too from %(first)s to %(last)s, and nobody covers then: requests"
                    " of those days go to the fallback team."
                )
                % facts
            )
    relying = Absence.objects.within(absence.starts_on, absence.ends_on).filter(
        cover=absence.user_id
    )
    for theirs in relying.select_related("user"):
        said.append(
            _("%(name)s, away from %(first)s to %(last)s, is covered by %(cover)s.")
            % {
                "name": theirs.user,
                "first": _day(theirs.starts_on),
                "last": _day(theirs.ends_on),
                "cover": absence.user,
            }
        )
    return said


def _pair(person: User) -> tuple[int, str]:
    return person.pk, str(person)


def _day(day: datetime.date) -> str:
    return str(formats.date_format(day, "j F Y"))
