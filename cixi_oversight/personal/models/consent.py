"""That a guardian agreed to a child's data being kept, or took it back (个人信息保护法第三十一条). Insert-only."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Subquery

from cixi_oversight.personal.enums import ConsentAct, ConsentForm
from cixi_oversight.personal.models.person import Person
from cixi_oversight.records import Fact


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> Self:
        """Consents that nothing has withdrawn since: the last word on each child, if it was yes."""
        last = Consent.objects.filter(person=OuterRef("person")).order_by("-recorded_at", "-pk")
        return self.filter(pk=Subquery(last.values("pk")[:1]), act=ConsentAct.GIVEN)


class Consent(Fact):
    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")  # the child
    guardian = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=10, choices=[(a.value, a.value) for a in ConsentAct])
    form = models.CharField(max_length=10, blank=True, choices=[(f.value, f.value) for f in ConsentForm])
    on = models.DateField()
    why = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[Any]] = ConsentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-recorded_at"], name="consent_of_person")]
