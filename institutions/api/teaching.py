"""What an institution teaches, as other systems read it: courses with fees, teachers as posted, the timetable.
Money in fen, times as 18:30 in local time. Four queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cixi_oversight import clock
from cixi_oversight.api.views import Guarded
from cixi_oversight.errors import NotFound
from institutions.enums.register import Stage
from institutions.enums.teaching import CertificateKind, CourseSubject, Degree, FeeKind, Post, TeachingMode
from institutions.models import Institution
from institutions.rules.access.teaching import VIEW_TEACHING
from institutions.services.teaching import reading
from institutions.services.teaching.reading import ClassTime, PublicCourse, PublicTeacher


def _one_of(kind: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices=[one.value for one in kind])


class FeeShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    kind = _one_of(FeeKind)
    amount_fen = serializers.IntegerField()
    lessons = serializers.IntegerField(help_text="that one payment covers; 0: not sold by lessons")
    span_months = serializers.IntegerField(help_text="that one payment covers; 0: not sold by time")


class CourseShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    subject = _one_of(CourseSubject)
    stage = _one_of(Stage)
    mode = _one_of(TeachingMode)
    size_max = serializers.IntegerField()
    lessons = serializers.IntegerField()
    lesson_minutes = serializers.IntegerField()
    fees = FeeShape(many=True)


class TeacherShape(serializers.Serializer[Any]):
    name = serializers.CharField()
    post = _one_of(Post)
    degree = _one_of(Degree)
    certificate = _one_of(CertificateKind)
    subject = serializers.CharField(allow_blank=True)
    certificate_number_masked = serializers.CharField(allow_blank=True)


class LessonShape(serializers.Serializer[Any]):
    class_group = serializers.CharField()
    course = serializers.CharField()
    teacher = serializers.CharField()
    room = serializers.CharField(allow_blank=True)
    weekday = serializers.IntegerField(min_value=1, max_value=7, help_text="1 Monday to 7 Sunday")
    starts = serializers.CharField(help_text="18:30")
    ends = serializers.CharField()
    from_on = serializers.DateField()
    to_on = serializers.DateField()
    not_on = serializers.ListField(child=serializers.DateField())


class TeachingShape(serializers.Serializer[Any]):
    courses = CourseShape(many=True)
    teachers = TeacherShape(many=True)
    timetable = LessonShape(many=True)


class TeachingView(Guarded, APIView):
    """Accepted facts only; what is empty has not been filed."""

    http_method_names = ["get", "head"]
    permission = VIEW_TEACHING
    scope = "institutions"

    @extend_schema(
        operation_id="teaching",
        summary="Courses with fees, teachers as posted and the timetable of an institution",
        responses={200: TeachingShape},
    )
    def get(self, request: Request, public_id: str) -> Response:
        row = self._institution(public_id)
        on = clock.today()
        return Response(
            {
                "courses": [course(one) for one in reading.public_courses(row)],
                "teachers": [teacher(one) for one in reading.public_teachers(row, on=on)],
                "timetable": [lesson(one) for one in reading.class_times(row, on=on)],
            }
        )

    def _institution(self, public_id: str) -> int:
        if not public_id.isascii() or not public_id.isalnum():
            raise NotFound
        rows = Institution.objects.visible_to(self.viewer).filter(public_id=public_id)
        found = rows.values_list("pk", flat=True).first()
        if found is None:
            raise NotFound
        return int(found)


def course(one: PublicCourse) -> dict[str, Any]:
    return asdict(one)


def teacher(one: PublicTeacher) -> dict[str, Any]:
    return {
        "name": one.name,
        "post": one.post,
        "degree": one.degree,
        "certificate": one.certificate,
        "subject": one.subject,
        "certificate_number_masked": one.number,
    }


def lesson(one: ClassTime) -> dict[str, Any]:
    return {
        "class_group": one.group,
        "course": one.course,
        "teacher": one.teacher,
        "room": one.room,
        "weekday": one.weekday,
        "starts": _hour(one.starts),
        "ends": _hour(one.ends),
        "from_on": one.from_on,
        "to_on": one.to_on,
        "not_on": list(one.not_on),
    }


def _hour(time: dt.time) -> str:
    return f"{time:%H:%M}"
