from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contact", "0001_first_tables")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE contact_request ADD COLUMN next_release integer",
            "ALTER TABLE contact_request DROP COLUMN next_release",
        )
    ]
