from django.urls import path

from institutions.views.collections import keeping, parts

_BASE = "bureau/collections/"
_ONE = f"{_BASE}<str:public_id>/"
_PART = f"{_BASE}part/<str:public_id>/"
_OWN = "my/collections/"

urlpatterns = [
    path(_BASE, keeping.CollectionList.as_view(), name="collections"),
    path(f"{_BASE}new/", keeping.Create.as_view(), name="create_collection"),
    path(_PART, parts.PartPage.as_view(), name="collection_part"),
    path(f"{_PART}paste/", parts.PastePage.as_view(), name="collection_part_paste"),
    path(f"{_PART}submit/", parts.SubmitPage.as_view(), name="collection_part_submit"),
    path(f"{_PART}return/", parts.Return.as_view(), name="collection_part_return"),
    path(f"{_PART}accept/", parts.Accept.as_view(), name="collection_part_accept"),
    path(_ONE, keeping.CollectionPage.as_view(), name="collection"),
    path(f"{_ONE}change/", keeping.Change.as_view(), name="change_collection"),
    path(f"{_ONE}send/", keeping.Send.as_view(), name="collection_send"),
    path(f"{_ONE}due/", keeping.MoveDue.as_view(), name="collection_move_due"),
    path(f"{_ONE}close/", keeping.Close.as_view(), name="collection_close"),
    path(f"{_ONE}reopen/", keeping.Reopen.as_view(), name="collection_reopen"),
    path(f"{_ONE}withdraw/", keeping.Withdraw.as_view(), name="collection_withdraw"),
    path(f"{_ONE}remind/", keeping.Remind.as_view(), name="collection_remind"),
    path(f"{_ONE}accept/", keeping.AcceptAll.as_view(), name="collection_accept_all"),
    path(_OWN, parts.OwnList.as_view(), name="my_collections"),
    path(f"{_OWN}<str:public_id>/", parts.OwnPart.as_view(), name="my_collection"),
    path(f"{_OWN}<str:public_id>/paste/", parts.OwnPaste.as_view(), name="my_collection_paste"),
    path(f"{_OWN}<str:public_id>/submit/", parts.OwnSubmit.as_view(), name="my_collection_submit"),
]
