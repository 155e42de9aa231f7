from django.apps import AppConfig


class Config(AppConfig):
    name = "cixi_oversight.demo"
    verbose_name = "demo city"
    label = "demo"
