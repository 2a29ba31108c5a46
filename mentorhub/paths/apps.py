from django.apps import AppConfig


class PathsConfig(AppConfig):
    name = "mentorhub.paths"
    label = "paths"
