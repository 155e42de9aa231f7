from django.urls import path

from institutions.views.guidance import persuasion, steps

_REGISTER = "bureau/register/<str:public_id>/"

urlpatterns = [
    path("bureau/persuasions/", persuasion.Persuasions.as_view(), name="persuasions"),
    path("bureau/persuasions/<str:public_id>/", persuasion.PersuasionPage.as_view(), name="persuasion"),
    path("bureau/persuasions/<str:public_id>/done/", persuasion.FinishStep.as_view(), name="finish_persuasion"),
    path("bureau/guidance/", steps.GuidanceSteps.as_view(), name="guidance"),
    path("bureau/guidance/<str:public_id>/outcome/", steps.RecordOutcome.as_view(), name="guidance_outcome"),
    path(f"{_REGISTER}persuade/", persuasion.Persuade.as_view(), name="persuade"),
    path(f"{_REGISTER}guidance/", steps.TakeStep.as_view(), name="take_step"),
]
