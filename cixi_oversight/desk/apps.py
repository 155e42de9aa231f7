from django.apps import AppConfig


class Config(AppConfig):
    name = "cixi_oversight.desk"
    label = "desk"
