from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0003_searched_before"),
        ("helpcenter", "0001_first_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="articles",
            field=models.ManyToManyField(
                blank=True,
                help_text="Shown when the topic is chosen, to those who may read them.",
                related_name="+",
                to="helpcenter.article",
                verbose_name="articles",
            ),
        ),
    ]
