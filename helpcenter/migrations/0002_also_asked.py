from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("helpcenter", "0001_first_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="also_asked",
            field=models.TextField(
                blank=True,
                help_text="Other wordings of the question, one a line. The search finds the article by them; readers do not see them.",
                max_length=4000,
                verbose_name="also asked as",
            ),
        ),
    ]
