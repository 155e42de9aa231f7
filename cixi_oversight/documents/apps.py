from django.apps import AppConfig


class Config(AppConfig):
    name = "cixi_oversight.documents"
    label = "documents"
