from django.urls import path

from institutions.views.public import institution, lookup, report

urlpatterns = [
    path("institutions/", lookup.LookUp.as_view(), name="look_up"),
    path("institutions/<str:public_id>/", institution.InstitutionPublic.as_view(), name="public"),
    path("unlicensed/", report.ReportSite.as_view(), name="report_site"),
    path("unlicensed/<str:public_id>/", report.ReportedSite.as_view(), name="reported_site"),
]
