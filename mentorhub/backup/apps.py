from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "mentorhub.backup"
    label = "backup"
