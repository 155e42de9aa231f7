"""Admission cases: the bureau's list and pages, the institution's own."""

from django.urls import path

from institutions.views.cases import applying, by_link, lists, page, window

_BASE = "bureau/cases/"
_CASE = f"{_BASE}<str:public_id>/"
_MY = "my/cases/"
_MINE = f"{_MY}<str:public_id>/"

urlpatterns = [
    path("apply/", by_link.ApplyEntry.as_view(), name="apply_entry"),
    path(_BASE, lists.CaseList.as_view(), name="cases"),
    path(f"{_BASE}entry/", applying.Entry.as_view(), name="case_entry"),
    path(_CASE, page.CasePage.as_view(), name="case"),
    path(f"{_CASE}edit/", applying.Edit.as_view(), name="case_edit"),
    path(f"{_CASE}documents/<slug:key>/", applying.Upload.as_view(), name="case_upload"),
    path(f"{_CASE}files/<str:document_id>/remove/", applying.Remove.as_view(), name="case_remove"),
    path(f"{_CASE}submit/", applying.Submit.as_view(), name="case_submit"),
    path(f"{_CASE}withdraw/", applying.Withdraw.as_view(), name="case_withdraw"),
    path(f"{_CASE}accept/", window.Accept.as_view(), name="case_accept"),
    path(f"{_CASE}return/", window.Return.as_view(), name="case_return"),
    path(f"{_CASE}not-accept/", window.NotAccept.as_view(), name="case_not_accept"),
    path(f"{_CASE}decide/", window.Decide.as_view(), name="case_decide"),
    path(f"{_CASE}link/", by_link.NewLink.as_view(), name="case_link"),
    path(f"{_CASE}preview/", page.Preview.as_view(), name="case_preview"),
    path(f"{_CASE}steps/<str:step_id>/", window.Answer.as_view(), name="case_step"),
    path(f"{_CASE}steps/<str:step_id>/receive/", window.Receive.as_view(), name="case_receive"),
    path(
        "bureau/register/<str:public_id>/cases/<slug:kind>/begin/",
        applying.BeginAtCounter.as_view(),
        name="case_begin",
    ),
    path(
        "bureau/register/<str:public_id>/cases/<slug:kind>/ex-officio/",
        applying.BeginExOfficio.as_view(),
        name="case_ex_officio",
    ),
    path(_MY, page.OwnCases.as_view(), name="my_cases"),
    path(f"{_MINE}begin/<slug:kind>/", applying.BeginOwn.as_view(), name="my_case_begin"),
    path(_MINE, page.OwnCasePage.as_view(), name="my_case"),
    path(f"{_MINE}edit/", applying.EditOwn.as_view(), name="my_case_edit"),
    path(f"{_MINE}documents/<slug:key>/", applying.UploadOwn.as_view(), name="my_case_upload"),
    path(f"{_MINE}files/<str:document_id>/remove/", applying.RemoveOwn.as_view(), name="my_case_remove"),
    path(f"{_MINE}submit/", applying.SubmitOwn.as_view(), name="my_case_submit"),
    path(f"{_MINE}withdraw/", applying.WithdrawOwn.as_view(), name="my_case_withdraw"),
]
