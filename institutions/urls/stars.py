from django.urls import path

from institutions.views.stars import applications, own, ratings

_BASE = "bureau/stars/"
_MY = "my/stars/"

urlpatterns = [
    path(_BASE, applications.ApplicationList.as_view(), name="star_applications"),
    path(f"{_BASE}publish/", applications.PublishAll.as_view(), name="publish_stars"),
    path(f"{_BASE}ratings/", ratings.RatingList.as_view(), name="star_ratings"),
    path(f"{_BASE}ratings/<str:public_id>/", ratings.ChangeStars.as_view(), name="change_stars"),
    path(f"{_BASE}<str:public_id>/", applications.ApplicationPage.as_view(), name="star_application"),
    path(f"{_BASE}<str:public_id>/review/", applications.Review.as_view(), name="star_review"),
    path(f"{_BASE}<str:public_id>/stand-back/", applications.StandBack.as_view(), name="star_stand_back"),
    path(f"{_BASE}<str:public_id>/return/", applications.Return.as_view(), name="star_return"),
    path(f"{_BASE}<str:public_id>/decide/", applications.Decide.as_view(), name="star_decide"),
    path(f"{_BASE}<str:public_id>/send-back/", applications.SendBack.as_view(), name="star_send_back"),
    path(_MY, own.OwnStars.as_view(), name="my_stars"),
    path(f"{_MY}apply/<str:public_id>/", own.Apply.as_view(), name="apply_for_stars"),
    path(f"{_MY}<str:public_id>/", own.OwnApplication.as_view(), name="my_star_application"),
    path(f"{_MY}<str:public_id>/file/", own.AddEvidence.as_view(), name="star_evidence"),
    path(f"{_MY}<str:public_id>/withdraw/", own.Withdraw.as_view(), name="withdraw_stars"),
    path("stars/", ratings.PublicStars.as_view(), name="public_stars"),
]
