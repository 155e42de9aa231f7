"""Permit (办学许可证) and registration (登记证书 / 营业执照). A renewal or correction is a new row that supersedes."""

from django.db import models
from django.db.models import F, Q

from cixi_oversight.records import Fact, FactQuerySet, PublicId
from institutions.enums import RegistrationKind
from institutions.models.institution import Institution, digits_only


class Permit(Fact):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="permits")
    number = models.CharField(max_length=40)
    number_digits = models.GeneratedField(
        expression=digits_only("number"), output_field=models.CharField(max_length=40), db_persist=True
    )
    name_on_permit = models.CharField(max_length=120, blank=True)  # differs from the licence more often than it should
    scope = models.CharField(max_length=400, blank=True)
    authority = models.ForeignKey("users.Department", models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)  # null: 长期 if `is_open_ended`, else unknown
    is_open_ended = models.BooleanField(default=False)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "recorded_at"], name="permit_institution"),
            models.Index(fields=["number"], name="permit_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="permit_superseded_once"
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("issued_on")), name="permit_dates"
            ),
        ]


class Registration(Fact):
    public_id = PublicId()
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="registrations")
    kind = models.CharField(max_length=24, choices=[(k.value, k.value) for k in RegistrationKind])
    number = models.CharField(max_length=40)
    name_on_certificate = models.CharField(max_length=120, blank=True)
    scope = models.CharField(max_length=1000, blank=True)
    registered_on = models.DateField(null=True)
    registered_capital_fen = models.BigIntegerField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["institution", "recorded_at"], name="registration_institution")]
        constraints = [
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="registration_superseded_once"
            ),
            models.CheckConstraint(
                condition=Q(registered_capital_fen=None) | Q(registered_capital_fen__gte=0), name="registration_capital"
            ),
        ]
