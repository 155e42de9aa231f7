from django.urls import path

from institutions.views.whitelist import bureau, public

urlpatterns = [
    path("whitelist/", public.WhiteList.as_view(), name="whitelist"),
    path("whitelist/history/", public.History.as_view(), name="whitelist_history"),
    path("whitelist/history/<str:public_id>/", public.PublicationPage.as_view(), name="whitelist_publication"),
    path("bureau/whitelist/", bureau.Proposals.as_view(), name="whitelist_proposals"),
    path("bureau/whitelist/publish/", bureau.Publish.as_view(), name="publish_whitelist"),
]
