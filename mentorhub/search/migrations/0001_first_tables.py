import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=32, verbose_name="kind")),
                ("object_id", models.BigIntegerField(verbose_name="object")),
                ("url", models.CharField(max_length=500, verbose_name="address")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("is_public", models.BooleanField(verbose_name="public")),
                ("for_mentors", models.BooleanField(verbose_name="for mentors")),
                (
                    "paths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="None: all.",
                        size=None,
                        verbose_name="paths",
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=200, verbose_name="category")),
                ("date", models.DateTimeField(verbose_name="date")),
                ("pinned", models.BooleanField(default=False, verbose_name="pinned")),
                ("length", models.PositiveSmallIntegerField(verbose_name="words")),
                ("indexed_at", models.DateTimeField(db_index=True, verbose_name="indexed")),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "entries",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id"), name="one_entry_an_object"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="search.entry",
                    ),
                ),
                ("body", models.TextField(verbose_name="body")),
                (
                    "words",
                    models.TextField(
                        help_text="Where phrases are looked for.", verbose_name="folded words"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("stem", models.CharField(max_length=64, verbose_name="stem")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("entries", models.IntegerField(default=1, verbose_name="entries")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("stem", "language"), name="one_term_a_stem")
                ],
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(db_index=True, max_length=64, verbose_name="word")),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="search.term",
                        verbose_name="term",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("term", "word"), name="one_word_of_a_term")
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry",
                        "term",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="search.entry",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="search.term",
                    ),
                ),
                ("frequency", models.PositiveSmallIntegerField()),
                ("length", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["term", "-frequency", "length", "entry"], name="posting_best"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "language",
                    models.CharField(
                        max_length=8, primary_key=True, serialize=False, verbose_name="language"
                    ),
                ),
                ("entries", models.IntegerField(verbose_name="entries")),
                ("length", models.FloatField(verbose_name="average length")),
                ("refreshed_at", models.DateTimeField(verbose_name="refreshed")),
            ],
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        help_text="Separated by commas, such as: no-show, absent, did not come",
                        max_length=500,
                        verbose_name="words",
                    ),
                ),
                (
                    "starts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64),
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name": "synonyms",
                "verbose_name_plural": "synonyms",
                "ordering": ["words"],
            },
        ),
        migrations.CreateModel(
            name="QueryLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query", models.CharField(max_length=200, verbose_name="searched for")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("results", models.PositiveIntegerField(verbose_name="results")),
                (
                    "clicked",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Which result, the first being 1.",
                        null=True,
                        verbose_name="opened",
                    ),
                ),
                (
                    "searched_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        db_index=True,
                        verbose_name="when",
                    ),
                ),
            ],
            options={
                "verbose_name": "search",
                "verbose_name_plural": "searches",
                "ordering": ["-searched_at"],
            },
        ),
    ]
