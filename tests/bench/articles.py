"""A Help Center of a given size, written by SQL."""

from django.db import connection

from helpcenter.models import Article, Category

BODY = "\n\n".join(
    f"## Part {part}\n\n"
    + "Some **words** of an answer, with [a link](/help/) and more words to read on and on. " * 3
    + "\n\n- one thing\n- another thing\n- a third thing"
    for part in range(6)
)
ARTICLES = """
INSERT INTO helpcenter_article (category_id, title, slug, summary, body, language, audience, pinned,
    state, published_at, changed_at, created_at, version, path_ids, related_ids, also_asked)
SELECT (%(categories)s::bigint[])[1 + n %% 8], 'Question ' || n, 'question-' || n,
    'The answer to question ' || n || ' in a sentence.', %(body)s || n, 'en',
    CASE WHEN n %% 4 = 0 THEN 'public' ELSE 'mentors' END, n %% 500 < 8, 'published',
    now() - interval '1 day', now() - n * interval '1 minute', now(), 0, '{}', '{}', ''
FROM generate_series(%(first)s, %(last)s) AS n
"""


def grow_help_center_to(count: int) -> None:
    """As many articles in eight categories; one in four is for everybody."""
    for number in range(8):
        Category.objects.get_or_create(slug=f"shelf-{number}", title=f"Shelf {number}")
    categories = list(Category.objects.values_list("pk", flat=True))
    first = Article.objects.count() + 1
    with connection.cursor() as cursor:
        values = {"categories": categories, "body": BODY, "first": first, "last": count}
        cursor.execute(ARTICLES, values)
        cursor.execute("ANALYZE")
