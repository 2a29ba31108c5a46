from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "mentorhub.health"
    label = "health"
