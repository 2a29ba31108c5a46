from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("helpcenter", "0002_also_asked"),
    ]

    operations = [
        migrations.AddField(
            model_name="vote",
            name="searched",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="searched for before"
            ),
        ),
    ]
