"""What an import did. It stands in mentorhub.content, for guides are imported as well."""

from mentorhub.content.reports import Left, Outcome, Report, Unusable, in_words

__all__ = ["Left", "Outcome", "Report", "Unusable", "in_words"]
