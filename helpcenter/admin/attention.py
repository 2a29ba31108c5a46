"""The editors' lists, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helpcenter.attention import asked_to_change, long_unchanged, unhelpful
from mentorhub.people.scoped_admin import EditorsAdmin


class AttentionPage(EditorsAdmin):
    """Which articles want an editor's eye."""

    @method_decorator(require_safe)
    def attention(self, request: HttpRequest) -> HttpResponse:
        """Three lists, each article with the figure that put it there."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Articles to look at"),
            "unhelpful": unhelpful(),
            "asked_to_change": asked_to_change(),
            "long_unchanged": long_unchanged(),
        }
        return render(request, "admin/helpcenter/article/attention.html", context)
