"""Unfinished courses of an institution that closes: who is paid back, who goes on elsewhere, with the parents' consent.

民办教育促进法第五十九条: the fees of those who are taught come first. One table (处置表) a closing, one row a course
and way of settling it; the consents are files of the row.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from cixi_oversight.permissions import Viewer
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums.settlement import CourseMethod, SettlementState
from institutions.models.institution import Institution


class SettlementQuerySet(models.QuerySet["CourseSettlement"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(institution__in=Institution.objects.visible_to(viewer))

    def standing(self) -> Self:
        return self.exclude(state=SettlementState.ABANDONED)


class CourseSettlement(Versioned):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="settlements")
    case_id = models.BigIntegerField(null=True)  # the registration case of the closing, where one is open
    state = models.CharField(
        max_length=12, default=SettlementState.OPEN, choices=[(one.value, one.value) for one in SettlementState]
    )
    opened_on = models.DateField()
    courses_complete = models.BooleanField(default=False)  # declared: the rows are all that there is (none, where none)

    objects: ClassVar[models.Manager[CourseSettlement]] = SettlementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="settlement_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"], condition=~Q(state="abandoned"), name="settlement_one_standing"
            )
        ]


class SettlementTransition(Transition):
    """The legal record of a settlement."""

    settlement = models.ForeignKey(CourseSettlement, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["settlement", "recorded_at"], name="settlement_transition_at")]


class UnfinishedCourse(Versioned):
    """Money in fen. `consents`: for how many of the students the parents have agreed to the way chosen."""

    public_id = PublicId()
    settlement = models.ForeignKey(CourseSettlement, models.PROTECT, related_name="courses")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="unfinished_courses")
    course = models.CharField(max_length=120)
    students = models.PositiveIntegerField()
    unconsumed_fen = models.BigIntegerField()
    method = models.CharField(
        max_length=12, blank=True, choices=[("", ""), *((one.value, one.value) for one in CourseMethod)]
    )
    receiver = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="courses_received")
    settled_on = models.DateField(null=True)
    settled_fen = models.BigIntegerField(null=True)  # paid back, or handed over to the receiver
    consents = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(unconsumed_fen__gte=0), name="unfinished_course_fen"),
            models.CheckConstraint(
                condition=Q(receiver=None) | Q(method="transfer"), name="unfinished_course_receiver_takes_over"
            ),
            models.CheckConstraint(
                condition=Q(settled_on=None) | (~Q(method="") & Q(settled_fen__isnull=False)),
                name="unfinished_course_settled_how",
            ),
        ]
