from django.urls import path

from institutions.views.yearly import batches, own, public, rows

_BASE = "bureau/annual-inspection/"
_BATCH = f"{_BASE}batch/<str:public_id>/"
_MY = "my/annual-inspection/"

urlpatterns = [
    path(_BASE, batches.BatchList.as_view(), name="annual_batches"),
    path(f"{_BASE}new/", batches.Open.as_view(), name="open_annual"),
    path(_BATCH, batches.BatchPage.as_view(), name="annual_batch"),
    path(f"{_BATCH}check/", batches.CheckMany.as_view(), name="annual_check_many"),
    path(f"{_BATCH}pass/", batches.PassMany.as_view(), name="annual_pass_many"),
    path(f"{_BATCH}publish/", batches.Publish.as_view(), name="publish_annual"),
    path(f"{_BATCH}preview/", batches.Preview.as_view(), name="annual_preview"),
    path(f"{_BATCH}cancel/", batches.Cancel.as_view(), name="cancel_annual"),
    path(f"{_BASE}<str:public_id>/", rows.RowPage.as_view(), name="annual"),
    path(f"{_BASE}<str:public_id>/return/", rows.Return.as_view(), name="annual_return"),
    path(f"{_BASE}<str:public_id>/check/", rows.Check.as_view(), name="annual_check"),
    path(f"{_BASE}<str:public_id>/decide/", rows.Decide.as_view(), name="annual_decide"),
    path(f"{_BASE}<str:public_id>/recheck/", rows.Recheck.as_view(), name="annual_recheck"),
    path(f"{_BASE}<str:public_id>/again/", rows.Again.as_view(), name="annual_again"),
    path(f"{_BASE}<str:public_id>/reopen/", rows.Reopen.as_view(), name="annual_reopen"),
    path(f"{_BASE}<str:public_id>/exempt/", rows.Exempt.as_view(), name="annual_exempt"),
    path(f"{_BASE}<str:public_id>/notice/", rows.Notice.as_view(), name="annual_notice"),
    path(_MY, own.OwnAnnual.as_view(), name="my_annual"),
    path(f"{_MY}<str:public_id>/report/", own.Report.as_view(), name="report_annual"),
    path(f"{_MY}<str:public_id>/file/", own.AddFile.as_view(), name="annual_file"),
    path(f"{_MY}<str:public_id>/rectified/", own.Rectified.as_view(), name="rectified_annual"),
    path(f"{_MY}<str:public_id>/civil-affairs/", own.RegistrarReport.as_view(), name="annual_registrar"),
    path("annual-inspection/", public.Results.as_view(), name="public_annual_latest"),
    path("annual-inspection/<int:year>/", public.Results.as_view(), name="public_annual"),
]
