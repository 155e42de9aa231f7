"""Addresses of filings: the bureau's, and the institution's own."""

from django.urls import path

from institutions.views.filings import bureau, editing, own, rows, steps

_BASE = "bureau/filings/"
_MY = "my/filings/"

urlpatterns = [
    path(_BASE, bureau.FilingList.as_view(), name="filings"),
    path(f"{_BASE}<str:public_id>/", bureau.FilingPage.as_view(), name="filing"),
    path(f"{_BASE}<str:public_id>/accept/", bureau.Accept.as_view(), name="filing_accept"),
    path(f"{_BASE}<str:public_id>/return/", bureau.Return.as_view(), name="filing_return"),
    path(f"{_BASE}<str:public_id>/<slug:tab>/", bureau.FilingPage.as_view(), name="filing"),
    path(_MY, own.MyFilings.as_view(), name="my_filings"),
    path(f"{_MY}start/<slug:kind>/", own.StartFiling.as_view(), name="start_filing"),
    path(f"{_MY}<str:public_id>/", editing.MyFiling.as_view(), name="my_filing"),
    path(f"{_MY}<str:public_id>/save/", editing.Autosave.as_view(), name="my_filing_save"),
    path(f"{_MY}<str:public_id>/withdraw/", steps.Withdraw.as_view(), name="my_filing_withdraw"),
    path(f"{_MY}<str:public_id>/file/<str:place>/", steps.HandInFile.as_view(), name="my_filing_file"),
    path(f"{_MY}<str:public_id>/table/<slug:table>/", rows.TablePage.as_view(), name="my_filing_table"),
    path(f"{_MY}<str:public_id>/table/<slug:table>/paste/", rows.Paste.as_view(), name="my_filing_paste"),
    path(f"{_MY}<str:public_id>/table/<slug:table>/<str:row>/", rows.RowPage.as_view(), name="my_filing_row"),
]
