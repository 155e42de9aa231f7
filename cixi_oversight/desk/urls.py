"""Pages of the desk: assignments, groups, messages; where the gateways report to."""

from django.urls import path

from cixi_oversight.desk.views import assignments, choices, dispatches, groups, inbox, own, receipts, steps

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
_BASE = "bureau/assignments/"
_ONE = f"{_BASE}<str:public_id>/"
_GROUP = "bureau/groups/<int:pk>/"
_OWN = "my/assignments/<str:public_id>/"

ASSIGNMENTS = [
    path(_BASE, assignments.AssignmentList.as_view(), name="assignments"),
    path(f"{_BASE}assign/", steps.Assign.as_view(), name="assign"),
    path(f"{_BASE}follow-up/", assignments.FollowUp.as_view(), name="follow_up"),
    path(_ONE, assignments.AssignmentPage.as_view(), name="assignment"),
    path(f"{_ONE}note/", steps.AddNote.as_view(), name="add_note"),
    path(f"{_ONE}urge/", steps.Remind.as_view(), name="remind"),
    path(f"{_ONE}more-time/", steps.AskExtension.as_view(), name="ask_extension"),
    path(f"{_ONE}more-time/decide/", steps.DecideExtension.as_view(), name="decide_extension"),
    path(f"{_ONE}step/<str:verb>/", steps.Step.as_view(), name="step"),
    path("bureau/groups/", groups.GroupList.as_view(), name="groups"),
    path(_GROUP, groups.GroupPage.as_view(), name="group"),
    path(f"{_GROUP}change/", groups.ChangeGroup.as_view(), name="change_group"),
    path(f"{_GROUP}add/", groups.AddMember.as_view(), name="add_member"),
    path(f"{_GROUP}members/<int:member>/end/", groups.EndMember.as_view(), name="end_member"),
    path("my/assignments/", own.OwnList.as_view(), name="own_assignments"),
    path(_OWN, own.OwnPage.as_view(), name="own_assignment"),
    path(f"{_OWN}note/", own.OwnNote.as_view(), name="own_note"),
    path(f"{_OWN}more-time/", own.OwnAsk.as_view(), name="own_ask_extension"),
    path(f"{_OWN}step/<str:verb>/", own.OwnStep.as_view(), name="own_step"),
]
urlpatterns = [*ASSIGNMENTS, *MESSAGES]
