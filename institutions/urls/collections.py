from django.urls import path

from institutions.views.collections import drawing_up, keeping, own, part_steps, parts, pasting, steps

_BASE = "bureau/collections/"
_ONE = f"{_BASE}<str:public_id>/"
_PART = f"{_BASE}part/<str:public_id>/"
_OWN = "my/collections/"

urlpatterns = [
    path(_BASE, keeping.CollectionList.as_view(), name="collections"),
    path(f"{_BASE}new/", drawing_up.Create.as_view(), name="create_collection"),
    path(_PART, parts.PartPage.as_view(), name="collection_part"),
    path(f"{_PART}paste/", pasting.PastePage.as_view(), name="collection_part_paste"),
    path(f"{_PART}submit/", part_steps.SubmitPage.as_view(), name="collection_part_submit"),
    path(f"{_PART}return/", part_steps.Return.as_view(), name="collection_part_return"),
    path(f"{_PART}accept/", part_steps.Accept.as_view(), name="collection_part_accept"),
    path(_ONE, keeping.CollectionPage.as_view(), name="collection"),
    path(f"{_ONE}change/", drawing_up.Change.as_view(), name="change_collection"),
    path(f"{_ONE}send/", steps.Send.as_view(), name="collection_send"),
    path(f"{_ONE}due/", steps.MoveDue.as_view(), name="collection_move_due"),
    path(f"{_ONE}close/", steps.Close.as_view(), name="collection_close"),
    path(f"{_ONE}reopen/", steps.Reopen.as_view(), name="collection_reopen"),
    path(f"{_ONE}withdraw/", steps.Withdraw.as_view(), name="collection_withdraw"),
    path(f"{_ONE}remind/", steps.Remind.as_view(), name="collection_remind"),
    path(f"{_ONE}accept/", steps.AcceptAll.as_view(), name="collection_accept_all"),
    path(_OWN, own.OwnList.as_view(), name="my_collections"),
    path(f"{_OWN}<str:public_id>/", own.OwnPart.as_view(), name="my_collection"),
    path(f"{_OWN}<str:public_id>/paste/", own.OwnPaste.as_view(), name="my_collection_paste"),
    path(f"{_OWN}<str:public_id>/submit/", own.OwnSubmit.as_view(), name="my_collection_submit"),
]
