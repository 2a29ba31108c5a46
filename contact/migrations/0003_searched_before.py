import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0002_article_read_before"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="answers_offered",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="answers_opened",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="request",
            name="searched",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="searched for before"
            ),
        ),
    ]
