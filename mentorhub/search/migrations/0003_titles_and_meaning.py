"""Words in titles are counted apart. Run `manage.py reindex` after it, for entries that are there."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_what_came_of_a_search")]

    operations = [
        migrations.AddField(
            "posting",
            "in_title",
            models.PositiveSmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            "posting",
            "title_length",
            models.PositiveSmallIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RemoveIndex("posting", "posting_best"),
        migrations.AddIndex(
            "posting",
            models.Index(
                fields=["term", "-in_title", "-frequency", "length", "entry"],
                include=["title_length"],
                name="posting_best",
            ),
        ),
        migrations.AddField(
            "collection",
            "title_length",
            models.FloatField(default=5, verbose_name="average length of a title"),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Meaning",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="meaning",
                        serialize=False,
                        to="search.entry",
                    ),
                ),
                ("model", models.CharField(max_length=500, verbose_name="model")),
                ("of", models.DateTimeField(verbose_name="of the entry indexed")),
                ("vector", models.BinaryField(verbose_name="numbers")),
            ],
        ),
    ]
