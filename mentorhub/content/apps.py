from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "mentorhub.content"
    label = "content"
