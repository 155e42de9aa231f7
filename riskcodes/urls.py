from django.urls import path

from riskcodes.views import adoption, board, evidence, rules, runs, single, sources

app_name = "riskcodes"
urlpatterns = [
    path("bureau/risk/", board.Board.as_view(), name="board"),
    path("bureau/risk/adopt/", adoption.Adopt.as_view(), name="adopt"),
    path("bureau/risk/adopt/<str:public_id>/", adoption.AdoptSingle.as_view(), name="adopt_single"),
    path("bureau/risk/why/<str:public_id>/", board.Why.as_view(), name="why"),
    path("bureau/risk/why/<str:public_id>/recompute/", single.Recompute.as_view(), name="recompute"),
    path("bureau/risk/runs/", runs.Runs.as_view(), name="runs"),
    path("bureau/risk/runs/start/", runs.StartNight.as_view(), name="start_night"),
    path("bureau/risk/runs/<int:pk>/", runs.Run.as_view(), name="run"),
    path("bureau/risk/runs/of-job/<int:pk>/", runs.RunOfJob.as_view(), name="run_of_job"),
    path("bureau/risk/rules/", rules.Rules.as_view(), name="rules"),
    path("bureau/risk/rules/<int:version>/", rules.Rules.as_view(), name="rule_set"),
    path("bureau/risk/sources/", sources.Sources.as_view(), name="sources"),
    path("bureau/risk/sources/<str:source>/connect/", sources.Connect.as_view(), name="connect_source"),
    path("bureau/risk/sources/<str:source>/end/", sources.End.as_view(), name="end_source"),
    path("bureau/risk/evidence/<str:table>/<int:pk>/", evidence.Record.as_view(), name="evidence"),
]
