"""Ready answers of the demo: for everybody, for a path, and in French."""

from contact.models import ReadyAnswer
from mentorhub.paths.models import Path

GREETING = "Hello {mentor_first_name},\n\n"


def make_ready_answers() -> None:
    """Three to begin with."""
    ReadyAnswer.objects.create(
        title="A student did not come",
        body=f"{GREETING}wait for fifteen minutes, then write the session down as a no-show on your"
        " sessions page. I look after the rest.\n\n{manager_first_name}",
        language="en",
    )
    ReadyAnswer.objects.create(
        title="Un étudiant n'est pas venu",
        body="Bonjour {mentor_first_name},\n\nattendez quinze minutes, puis notez l'absence sur votre"
        " page des sessions. Je m'occupe du reste.\n\n{manager_first_name}",
        language="fr",
    )
    ReadyAnswer.objects.create(
        title="Which data sets are allowed",
        body=f"{GREETING}on {{path}} your student may take any public data set that the guide of"
        " {project} does not rule out.\n\n{manager_first_name}",
        language="en",
        path=Path.objects.get(name="Data Analyst"),
    )
