from django.apps import AppConfig


class RelayConfig(AppConfig):
    name = "mentorhub.relay"
    label = "relay"
