from django.urls import path

from institutions.views import (
    contacts,
    copies,
    edit,
    file,
    kinds,
    members,
    own_contacts,
    papers,
    records,
    register,
    sites,
    talks,
)

_BASE = "bureau/register/"
_TALKS = "bureau/talks/"


def _of(kind: kinds.Kind, form: type[records.RecordForm]) -> list:
    """Three addresses a kind of record: enter one, open one as it was, correct one."""
    key = kind.key
    return [
        path(f"{_BASE}<str:public_id>/record/{key}/", form.as_view(kind=kind), name=f"record_{key}"),
        path(f"{_BASE}{key}/<str:record_id>/", records.RecordPage.as_view(kind=kind), name=key),
        path(f"{_BASE}{key}/<str:record_id>/correct/", form.as_view(kind=kind), name=f"correct_{key}"),
    ]


def _copies_of(kind: kinds.Kind) -> list:
    key = kind.key
    return [
        path(f"{_BASE}{key}/<str:record_id>/copy/", copies.AddCopy.as_view(kind=kind), name=f"copy_{key}"),
        path(f"my/{key}/<str:record_id>/copy/", copies.AddOwnCopy.as_view(kind=kind), name=f"my_copy_{key}"),
    ]


urlpatterns = [
    path(_BASE, register.RegisterList.as_view(), name="list"),
    path(f"{_BASE}enter/", edit.Create.as_view(), name="create"),
    *_of(kinds.PERMIT, records.LicenceForm),
    *_of(kinds.REGISTRATION, records.LicenceForm),
    *_copies_of(kinds.PERMIT),
    *_copies_of(kinds.REGISTRATION),
    path("my/contacts/", own_contacts.OwnContacts.as_view(), name="my_contacts"),
    path("my/contacts/<str:public_id>/", own_contacts.EditOwnContact.as_view(), name="my_contact"),
    path("my/licences/", copies.OwnLicences.as_view(), name="my_licences"),
    *_of(kinds.STATEMENT, records.FilingForm),
    *_of(kinds.ENROLMENT, records.FilingForm),
    *_of(kinds.INSURANCE, records.FilingForm),
    path(f"{_BASE}site/<str:public_id>/edit/", sites.EditSite.as_view(), name="edit_site"),
    path(f"{_BASE}contact/<str:public_id>/edit/", contacts.EditContact.as_view(), name="edit_contact"),
    path(f"{_BASE}contact/<str:public_id>/end/", contacts.EndContact.as_view(), name="end_contact"),
    path(_TALKS, talks.TalkList.as_view(), name="talks"),
    path(f"{_TALKS}<str:public_id>/", talks.TalkPage.as_view(), name="talk"),
    path(f"{_TALKS}<str:public_id>/edit/", talks.Change.as_view(), name="change_talk"),
    path(f"{_TALKS}<str:public_id>/preview/", talks.Preview.as_view(), name="talk_preview"),
    path(f"{_TALKS}<str:public_id>/notify/", talks.Notify.as_view(), name="talk_notify"),
    path(f"{_TALKS}<str:public_id>/hold/", talks.Hold.as_view(), name="talk_hold"),
    path(f"{_TALKS}<str:public_id>/cancel/", talks.Cancel.as_view(), name="talk_cancel"),
    path("my/papers/", papers.OwnPapers.as_view(), name="own_papers"),
    path("my/papers/<str:public_id>/posting-board/", papers.FetchOwnBoard.as_view(), name="own_board"),
    path(f"{_BASE}<str:public_id>/talk/", talks.Plan.as_view(), name="plan_talk"),
    path(f"{_BASE}<str:public_id>/posting-board/", papers.IssueBoard.as_view(), name="issue_board"),
    path(f"{_BASE}<str:public_id>/contact/", contacts.AddContact.as_view(), name="add_contact"),
    path(f"{_BASE}<str:public_id>/site/", sites.AddSite.as_view(), name="add_site"),
    path("my/members/", members.Members.as_view(), name="members"),
    path("my/members/new/", members.InviteMember.as_view(), name="invite_member"),
    path("my/members/<str:public_id>/link/", members.InviteAgain.as_view(), name="invite_member_again"),
    path("my/members/<str:public_id>/end/", members.EndAccess.as_view(), name="end_access"),
    path(f"{_BASE}<str:public_id>/owner/", members.InviteOwner.as_view(), name="invite_owner"),
    path(f"{_BASE}<str:public_id>/edit/", edit.EditFacts.as_view(), name="edit"),
    path(f"{_BASE}<str:public_id>/uscc/", edit.Override.as_view(), name="override_uscc"),
    path(f"{_BASE}<str:public_id>/category/", edit.SetCategory.as_view(), name="set_category"),
    path(f"{_BASE}<str:public_id>/legal-form/", edit.SetLegalForm.as_view(), name="set_legal_form"),
    path(f"{_BASE}<str:public_id>/status/<str:verb>/", edit.ChangeStatus.as_view(), name="status"),
    path(f"{_BASE}<str:public_id>/", file.InstitutionFile.as_view(), name="file"),
    path(f"{_BASE}<str:public_id>/<slug:tab>/", file.InstitutionFile.as_view(), name="file"),
]
