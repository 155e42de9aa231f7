from django.urls import path

from cixi_oversight.pages.letter import campaign_page, views

urlpatterns = [
    path("bureau/statistics/campaign/", campaign_page.Campaign.as_view(), name="campaign"),
    path("bureau/statistics/letter/", views.Letter.as_view(), name="letter"),
    path("bureau/statistics/letter/<slug:figure>/", views.LetterList.as_view(), name="letter_list"),
]
