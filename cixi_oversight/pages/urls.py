from django.urls import path

from cixi_oversight.pages import views
from cixi_oversight.pages.letter.urls import urlpatterns as letter

app_name = "pages"
urlpatterns = [
    path("enter/", views.Enter.as_view(), name="enter"),
    path("bureau/", views.Desk.as_view(), name="desk"),
    path("my/", views.My.as_view(), name="my"),
    *letter,
]
