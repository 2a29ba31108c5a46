import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two empty columns, which PostgreSQL adds without reading the table, and an index beside work."""

    atomic = False  # CREATE INDEX CONCURRENTLY runs in no transaction

    dependencies = [
        ("contact", "0004_articles_of_a_topic"),
        ("guides", "0001_first_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="guide_version",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="guides.version",
                verbose_name="version that was read",
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="part",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="guides.part",
                verbose_name="part of a guide",
            ),
        ),
        AddIndexConcurrently(
            model_name="request",
            index=models.Index(
                condition=models.Q(("part__isnull", False)),
                fields=["part", "-created_at"],
                name="request_part",
            ),
        ),
    ]
