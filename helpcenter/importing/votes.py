"""Votes from elsewhere: counted with ours, with nobody behind them, and twice is once."""

import datetime

from helpcenter.models import Article, Vote
from mentorhub.content.reports import Unusable

from . import fields
from .records import Record, Records

OURS = "zendesk:"
MOST = 50_000


def import_votes(records: Records, articles: dict[str, Article]) -> list[tuple[str, int, int]]:
    """Give each article the votes it has there; the articles with another count now: id, yes, no.

    Single votes where they are in the files, else as many as the article's sums say.
    """
    single: dict[str, dict[str, Record]] = {}
    for key, record in records.of("vote").items():
        if str(record.get("item_type") or "Article").lower() == "article":
            single.setdefault(str(record.get("item_id")), {})[f"{OURS}vote:{key}"] = record
    changed = []
    for key, article in articles.items():
        votes = single.get(key)
        wanted = (
            {reader: record.get("value") for reader, record in votes.items()}
            if votes
            else _summed(records.of("article").get(key, {}))
        )
        yes_or_no = {reader: value == 1 for reader, value in wanted.items() if value in (1, -1)}
        dates = {reader: _when(one) for reader, one in (votes or {}).items()}
        if _replace(article, yes_or_no, dates):
            yes = sum(yes_or_no.values())
            changed.append((key, yes, len(yes_or_no) - yes))
    return changed


def _when(record: Record) -> datetime.datetime | None:
    try:
        return fields.moment(record, "created_at")
    except Unusable:  # a vote counts all the same
        return None


def _summed(record: Record) -> dict[str, int]:
    count, total = record.get("vote_count"), record.get("vote_sum")
    if not isinstance(count, int) or not isinstance(total, int) or abs(total) > count > 0:
        return {}
    yes = min((count + total) // 2, MOST)
    no = min(count - (count + total) // 2, MOST)
    return {
        **{f"{OURS}yes:{number}": 1 for number in range(yes)},
        **{f"{OURS}no:{number}": -1 for number in range(no)},
    }


def _replace(
    article: Article, wanted: dict[str, bool], dates: dict[str, datetime.datetime | None]
) -> bool:
    mine = article.votes.filter(reader__startswith=OURS)
    there = dict(mine.values_list("reader", "helpful"))
    if there == wanted:
        return False
    wrong = [reader for reader, helpful in there.items() if wanted.get(reader) != helpful]
    mine.filter(reader__in=wrong).delete()
    missing = [reader for reader in wanted if there.get(reader) != wanted[reader]]
    at = {reader: {"at": dates[reader]} for reader in missing if dates.get(reader)}
    Vote.objects.bulk_create(
        Vote(article=article, reader=reader, helpful=wanted[reader], **at.get(reader, {}))
        for reader in missing
    )
    return True
