"""Pages of the desk: assignments, groups, messages; where the gateways report to."""

from django.urls import path

from cixi_oversight.desk.views import choices, dispatches, inbox, receipts

app_name = "desk"

MESSAGES = [
    path("bureau/inbox/", inbox.StaffInbox.as_view(), name="inbox"),
    path("bureau/inbox/read/", inbox.StaffReadAll.as_view(), name="read_all"),
    path("bureau/inbox/settings/", choices.StaffChoices.as_view(), name="choices"),
    path("bureau/inbox/<slug:public_id>/", inbox.StaffMessage.as_view(), name="message"),
    path("my/inbox/", inbox.MemberInbox.as_view(), name="my_inbox"),
    path("my/inbox/read/", inbox.MemberReadAll.as_view(), name="my_read_all"),
    path("my/inbox/settings/", choices.MemberChoices.as_view(), name="my_choices"),
    path("my/inbox/<slug:public_id>/", inbox.MemberMessage.as_view(), name="my_message"),
    path("bureau/system/messages/", dispatches.DispatchList.as_view(), name="dispatches"),
    path("bureau/system/messages/sent/", dispatches.Sandbox.as_view(), name="sandbox"),
    path("bureau/system/messages/<int:pk>/", dispatches.DispatchPage.as_view(), name="dispatch"),
    path("bureau/system/messages/channels/<slug:channel>/", dispatches.TryChannel.as_view(), name="try_channel"),
    path("callbacks/messages/<slug:channel>", receipts.Receipts.as_view(), name="receipts"),
]
urlpatterns = [*MESSAGES]
