from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_audit_of_quarantined_files")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_round",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
