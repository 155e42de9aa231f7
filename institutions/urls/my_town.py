from django.urls import path

from institutions.views.my_town import MyTown

urlpatterns = [path("bureau/my-town/", MyTown.as_view(), name="my_town")]
