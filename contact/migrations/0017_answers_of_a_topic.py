from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the table is in use: the index is made beside it

    dependencies = [("contact", "0016_kinds_of_event")]

    operations = [
        AddIndexConcurrently(
            model_name="request",
            index=models.Index(
                fields=["topic", "-first_answered_at"],
                condition=models.Q(first_answered_at__isnull=False),
                name="request_answers",
            ),
        ),
    ]
