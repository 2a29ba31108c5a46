from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "mentorhub.people"
    label = "people"
