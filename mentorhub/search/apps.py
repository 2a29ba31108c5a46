from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "mentorhub.search"
    label = "search"
