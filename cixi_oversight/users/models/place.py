"""Where and who: county, town (镇、街道) and department (部门). Codes are those of the national statistics office."""

from django.db import models

from cixi_oversight.users.enums import DepartmentKind


class County(models.Model):
    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.name


class Town(models.Model):
    county = models.ForeignKey(County, models.PROTECT, related_name="towns")
    code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=60)
    # place in the schematic tile grid that stands in for a map, until the bureau loads its own boundary file
    grid_column = models.PositiveSmallIntegerField(default=0)
    grid_row = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    county = models.ForeignKey(County, models.PROTECT, related_name="departments")
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in DepartmentKind])
    town = models.ForeignKey(Town, models.PROTECT, null=True, blank=True, related_name="departments")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["county", "kind"], condition=models.Q(town=None), name="department_one_a_kind"
            ),
            models.UniqueConstraint(fields=["town", "kind"], name="department_one_a_kind_and_town"),
        ]

    def __str__(self) -> str:
        return self.name
