"""Addresses of institutions, one subject a file. A file's last patterns may be greedy, so the register comes last."""

from institutions.urls import register

app_name = "institutions"
urlpatterns = [*register.urlpatterns]
