"""make bench-search: how well the search answers mentors' questions, beside package bm25s.

The documents are the demo's Help Center, the questions stand in questions.jsonl.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path

import bm25s
import pytest
import snowballstemmer
import yaml
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection, transaction

from mentorhub.search import indexing, vocabulary
from mentorhub.search.first_synonyms import create_first_synonyms
from mentorhub.search.models import Entry, EntryQuerySet
from mentorhub.search.searching import search
from mentorhub.search.suggestions import suggest

from .crowd import Crowd
from .judging import HEAD, Question, Ranking, judge, slipped

HERE = Path(__file__).parent
ARTICLES = HERE.parent.parent / "mentorhub/home/demo/help"
QUESTIONS = HERE / "questions.jsonl"
ENTRIES = 20_000
STEMMERS = {"en": "english", "fr": "french"}


@pytest.mark.django_db
@pytest.mark.parametrize("language", STEMMERS)
def test_search(language: str, tmp_path: Path) -> None:
    documents, questions = list(articles(language)), list(questions_in(language))
    if not documents:
        pytest.skip(f"{ARTICLES} holds no articles")
    create_first_synonyms()
    print(f"\n{len(documents)} articles, {len(questions)} questions, {language}\n{HEAD}")
    for slips, asked in [("", questions), (", a slip each", [slipped(one) for one in questions])]:
        ours = rank(documents, asked, language, tmp_path)
        helped = rank(documents, asked, language, tmp_path, synonyms=True)
        print(judge(f"this search{slips}", asked, ours))
        print(judge(f"with the first synonyms{slips}", asked, helped))
        print(judge(f"bm25s{slips}", asked, with_bm25s(documents, asked, language)))


@pytest.mark.django_db(transaction=True)
def test_speed() -> None:
    """With 20,000 entries, as somebody who may read some of them."""
    crowd, begun = Crowd(), time.perf_counter()
    texts = crowd.documents(ENTRIES)
    while batch := list(islice(texts, indexing.A_BATCH)):
        with transaction.atomic():
            indexing.write("text", batch)
    seconds = time.perf_counter() - begun
    print(f"\n{ENTRIES:,} entries written, {ENTRIES / seconds:.0f} a second")
    vocabulary.refresh()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    entries = Entry.objects.visible_to(AnonymousUser())
    search("nothing", entries)
    print(f"{'milliseconds a question':40}{'median':>10}{'p95':>10}")
    for name, ask, count in [
        ("1 word", search, 1),
        ("2 words", search, 2),
        ("8 words", search, 8),
        ("14 words", search, 14),
        ("suggestions for 2 words", suggest, 2),
    ]:
        for slips, asked in [("", crowd.text), (", a slip each", partial(misspelt, crowd))]:
            took = sorted(timed(ask, asked(count), entries) for _number in range(100))
            print(f"{name + slips:40}{took[50]:10.1f}{took[95]:10.1f}")


def misspelt(crowd: Crowd, words: int) -> str:
    text = crowd.text(words)
    return slipped(Question(text, text, frozenset())).text


def timed(ask: Callable, text: str, entries: EntryQuerySet) -> float:
    begun = time.perf_counter()
    ask(text, entries)
    return 1000 * (time.perf_counter() - begun)


def articles(language: str) -> Iterator[dict[str, str]]:
    """The articles of the demo as rank takes them."""
    for path in sorted(ARTICLES.glob(f"*/*.{language}.md")):
        _, front, body = path.read_text().split("---\n", 2)
        front = yaml.safe_load(front)
        text = re.sub(r"\]\([^)]*\)|[*`#|>\[]|^:::.*$", " ", body, flags=re.M)
        slug = path.name.removesuffix(f".{language}.md")
        yield {"id": slug, "title": front["title"], "body": f"{front['summary']}\n{text}"}


def questions_in(language: str) -> Iterator[Question]:
    for line in map(json.loads, QUESTIONS.read_text().splitlines()):
        if line["language"] == language:
            yield Question(line["id"], line["text"], frozenset(line["answers"]))


def rank(
    documents: list, questions: list[Question], language: str, folder: Path, synonyms: bool = False
) -> Ranking:
    """What manage.py rank says."""
    files = folder / "documents.jsonl", folder / "questions.jsonl"
    files[0].write_text("\n".join(map(json.dumps, documents)))
    files[1].write_text(
        "\n".join(json.dumps({"id": one.id, "text": one.text}) for one in questions)
    )
    out, ranking = StringIO(), Ranking()
    call_command("rank", *map(str, files), language=language, synonyms=synonyms, stdout=out)
    for line in out.getvalue().splitlines():
        question, document = line.split("\t")
        ranking.setdefault(question, []).append(document)
    return ranking


def with_bm25s(documents: list, questions: list[Question], language: str) -> Ranking:
    """The same by the package, with stems and every word kept, as it does best."""
    stemmer = snowballstemmer.stemmer(STEMMERS[language]).stemWords

    def split(texts: list[str]) -> object:
        return bm25s.tokenize(texts, stopwords=[], stemmer=stemmer, show_progress=False)

    engine = bm25s.BM25()
    engine.index(split([f"{one['title']} {one['body']}" for one in documents]), show_progress=False)
    found, scores = engine.retrieve(
        split([one.text for one in questions]), k=10, show_progress=False
    )
    return {
        question.id: [documents[at]["id"] for at, score in zip(*row, strict=True) if score > 0]
        for question, *row in zip(questions, found, scores, strict=True)
    }
