from django.urls import path

from cixi_oversight.documents.views import check, files, papers

app_name = "documents"
_PAPERS = "bureau/papers/"

urlpatterns = [
    path("files/<str:public_id>/", files.OpenFile.as_view(), name="file"),
    path("files/<str:public_id>/thumbnail/", files.Thumbnail.as_view(), name="thumbnail"),
    path("bureau/files/", files.FileList.as_view(), name="files"),
    path("check/", check.CheckByNumber.as_view(), name="check_form"),
    path("check/<str:token>/", check.Check.as_view(), name="check"),
    path("papers/<str:public_id>/pdf/", papers.PaperPdf.as_view(), name="paper_pdf"),
    path(_PAPERS, papers.PaperList.as_view(), name="papers"),
    path(f"{_PAPERS}series/", papers.SeriesList.as_view(), name="series"),
    path(f"{_PAPERS}series/<str:kind>/", papers.SetSeries.as_view(), name="set_series"),
    path(f"{_PAPERS}<str:public_id>/", papers.PaperPage.as_view(), name="paper"),
    path(f"{_PAPERS}<str:public_id>/withdraw/", papers.Withdraw.as_view(), name="void_paper"),
]
