"""Pages of accounts. What allauth offers and we do not is closed here: these routes are asked before its own."""

from django.urls import path, re_path

from cixi_oversight.users.views import administer, clients, deputies, evidence, outside
from cixi_oversight.users.views.accounts import CloseAccount, UserList, UserPage
from cixi_oversight.users.views.closed import Closed
from cixi_oversight.users.views.invitation import Invitation
from cixi_oversight.users.views.links import OpenLink
from cixi_oversight.users.views.own import EndSession, OwnAccount, OwnSessions

app_name = "users"
_BASE = "bureau/system/accounts/"
_CLIENTS = "bureau/system/clients/"

_CLOSED = r"^accounts/(?:signup|email|confirm-email|password/set|password/reset|login/code)/"

urlpatterns = [
    path("t/<str:token>/", OpenLink.as_view(), name="link"),
    path("accounts/", OwnAccount.as_view(), name="account"),
    path("accounts/sessions/", OwnSessions.as_view(), name="sessions"),
    path("accounts/sessions/end/", EndSession.as_view(), name="end_other_sessions"),
    path("accounts/sessions/<slug:public_id>/end/", EndSession.as_view(), name="end_session"),
    path("accounts/leave/", deputies.OwnLeaves.as_view(), name="leaves"),
    path("accounts/leave/new/", deputies.ArrangeOwnLeave.as_view(), name="arrange_own_leave"),
    path("accounts/leave/<slug:public_id>/end/", deputies.EndLeave.as_view(), name="end_leave"),
    path("accounts/invitation/", Invitation.as_view(), name="invitation"),
    path("accounts/invited/", administer.Invited.as_view(), name="invited"),
    path("accounts/outside/<slug:provider>/", outside.Leave.as_view(), name="outside"),
    path("accounts/outside/<slug:provider>/back/", outside.ComeBack.as_view(), name="outside_back"),
    path("bureau/system/deputies/", deputies.Leaves.as_view(), name="deputies"),
    path("bureau/system/deputies/new/", deputies.ArrangeLeave.as_view(), name="arrange_leave"),
    path("bureau/system/sign-ins/", evidence.SignInList.as_view(), name="sign_ins"),
    path("bureau/system/stale-accounts/", evidence.StaleAccounts.as_view(), name="stale"),
    path(_BASE, UserList.as_view(), name="list"),
    path(f"{_BASE}enter/", administer.CreateAccount.as_view(), name="create"),
    path(f"{_BASE}<slug:public_id>/", UserPage.as_view(), name="user"),
    path(f"{_BASE}<slug:public_id>/close/", CloseAccount.as_view(), name="close"),
    path(f"{_BASE}<slug:public_id>/invite/", administer.Invite.as_view(), name="invite"),
    path(f"{_BASE}<slug:public_id>/revoke/", administer.RevokeInvitation.as_view(), name="revoke"),
    path(f"{_BASE}<slug:public_id>/appoint/", administer.Appoint.as_view(), name="appoint"),
    path(f"{_BASE}<slug:public_id>/roles/<int:pk>/end/", administer.Dismiss.as_view(), name="dismiss"),
    path(f"{_BASE}<slug:public_id>/unlock/", administer.Unlock.as_view(), name="unlock"),
    path(f"{_BASE}<slug:public_id>/sessions/end/", administer.EndSessions.as_view(), name="end_all_sessions"),
    path(f"{_BASE}<slug:public_id>/factors/", administer.RemoveFactors.as_view(), name="remove_factors"),
    path(f"{_BASE}<slug:public_id>/identity/", administer.LinkIdentity.as_view(), name="link_identity"),
    path(
        f"{_BASE}<slug:public_id>/identity/<slug:identity_id>/end/",
        administer.UnlinkIdentity.as_view(),
        name="unlink_identity",
    ),
    path(_CLIENTS, clients.ClientList.as_view(), name="clients"),
    path(f"{_CLIENTS}register/", clients.CreateClient.as_view(), name="create_client"),
    path(f"{_CLIENTS}<slug:public_id>/", clients.ClientPage.as_view(), name="client"),
    path(f"{_CLIENTS}<slug:public_id>/scopes/", clients.GrantScopes.as_view(), name="client_scopes"),
    path(f"{_CLIENTS}<slug:public_id>/revoke/", clients.RevokeClient.as_view(), name="revoke_client"),
    path(f"{_CLIENTS}<slug:public_id>/keys/new/", clients.IssueKey.as_view(), name="client_key"),
    path(f"{_CLIENTS}<slug:public_id>/keys/<slug:prefix>/replace/", clients.RotateKey.as_view(), name="rotate_key"),
    path(f"{_CLIENTS}<slug:public_id>/keys/<slug:prefix>/revoke/", clients.RevokeKey.as_view(), name="revoke_key"),
    re_path(_CLOSED, Closed.as_view(), name="closed"),
]
