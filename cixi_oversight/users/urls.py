"""Pages of accounts. What allauth offers and we do not is closed here: these routes are asked before its own."""

from django.urls import path, re_path

from cixi_oversight.users.views.accounts import CloseAccount, UserList, UserPage
from cixi_oversight.users.views.closed import Closed
from cixi_oversight.users.views.links import OpenLink
from cixi_oversight.users.views.own import OwnAccount

app_name = "users"

_CLOSED = r"^accounts/(?:signup|email|confirm-email|password/set|password/reset|login/code)/"

urlpatterns = [
    path("t/<str:token>/", OpenLink.as_view(), name="link"),
    path("accounts/", OwnAccount.as_view(), name="account"),
    path("bureau/system/accounts/", UserList.as_view(), name="list"),
    path("bureau/system/accounts/<slug:public_id>/", UserPage.as_view(), name="user"),
    path("bureau/system/accounts/<slug:public_id>/close/", CloseAccount.as_view(), name="close"),
    re_path(_CLOSED, Closed.as_view(), name="closed"),
]
