"""Pages of accounts. What allauth offers and we do not is closed here: these routes are asked before its own."""

from django.urls import re_path

from cixi_oversight.users.views.closed import Closed

app_name = "users"

_CLOSED = r"^accounts/(?:signup|email|confirm-email|password/set|password/reset|login/code)/"

urlpatterns = [
    re_path(_CLOSED, Closed.as_view(), name="closed"),
]
