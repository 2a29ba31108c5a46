"""What readers of guides send: which version was before them, and which page they turn to."""

from django import forms

LARGEST = 2**31 - 1  # that PostgreSQL can compare with a number of a version


class ShownForm(forms.Form):
    """The version that a page showed."""

    number = forms.IntegerField(min_value=1, max_value=LARGEST)


class HistoryForm(forms.Form):
    """A page of the history. What is not understood is the first."""

    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)

    @property
    def page_number(self) -> int:
        self.is_valid()
        return int(self.cleaned_data.get("page") or 1)
