import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_first_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="querylog",
            name="offered",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="querylog",
            name="opened",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="querylog",
            name="origin",
            field=models.CharField(
                choices=[
                    ("page", "search page"),
                    ("suggestions", "suggestions"),
                    ("help", "Help Center"),
                    ("form", "contact form"),
                ],
                default="page",
                max_length=16,
                verbose_name="where",
            ),
        ),
        migrations.AddField(
            model_name="querylog",
            name="requested",
            field=models.BooleanField(default=False, verbose_name="a request followed"),
        ),
        migrations.AddField(
            model_name="querylog",
            name="token",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.CreateModel(
            name="Remedy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("article", "wrote an article"),
                            ("pointed", "pointed the questions at an article"),
                        ],
                        max_length=16,
                        verbose_name="what",
                    ),
                ),
                ("wording", models.CharField(max_length=200, verbose_name="searched for")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                ("object_id", models.BigIntegerField(verbose_name="article")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by whom",
                    ),
                ),
            ],
            options={
                "verbose_name": "remedy",
                "verbose_name_plural": "remedies",
                "ordering": ["-at"],
                "indexes": [
                    models.Index(fields=["wording", "language"], name="remedy_of_a_wording")
                ],
            },
        ),
    ]
