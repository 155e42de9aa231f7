"""Which days are worked. A published year comes from the State Council's notice; others stay provisional."""

from django.db import models


class CalendarYear(models.Model):
    year = models.PositiveSmallIntegerField(primary_key=True)
    published = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)  # the notice, or how a provisional year was made


class CalendarDay(models.Model):
    """A day that a notice names or that the bureau has set itself; the others follow the week."""

    day = models.DateField(primary_key=True)
    is_workday = models.BooleanField()
    name = models.CharField(max_length=40)  # 国庆节, 国庆节调休上班
    changed_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")
