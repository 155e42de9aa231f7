"""What stops the start-up: a page without a right, a question that nobody answers."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from cixi_oversight.extensions import Single
from cixi_oversight.permissions import ANYONE
from cixi_oversight.web import checks
from cixi_oversight.web.views import Page


class WithRight(Page):
    permission = ANYONE


class Without(Page):
    pass


def function(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


for ours in (WithRight, Without, function):
    ours.__module__ = "institutions.views.example"
urlpatterns = [
    path("a/", WithRight.as_view()),
    path("b/", Without.as_view()),
    path("c/", function),
]


@pytest.mark.urls(__name__)
def test_a_page_of_ours_without_a_right_is_an_error() -> None:
    found = checks.views_declare_their_permission()
    assert {error.msg for error in found} == {
        "institutions.views.example.Without at “b/” declares no permission.",
        "institutions.views.example.function at “c/” declares no permission.",
    }


def test_every_page_of_the_portal_declares_its_right() -> None:
    assert checks.views_declare_their_permission() == []


def test_a_required_question_without_an_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.required_questions_are_answered() == []
    from cixi_oversight import extensions

    monkeypatch.setattr(extensions, "_SINGLES", [])
    key: Single[Any] = Single("tests.unanswered", required=True)
    assert [error.msg for error in checks.required_questions_are_answered()] == ["Nobody answers tests.unanswered."]
    key.register(print)
    assert checks.required_questions_are_answered() == []
