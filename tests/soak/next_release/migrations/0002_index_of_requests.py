from django.db import migrations


class Migration(migrations.Migration):
    atomic = False  # made concurrently

    dependencies = [("next_release", "0001_column_for_requests")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY next_release ON contact_request (next_release, created_at)",
            "DROP INDEX CONCURRENTLY next_release",
        )
    ]
