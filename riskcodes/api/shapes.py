"""What the schema says of codes and runs; rows are shaped straight from the queries."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from riskcodes.enums import Colour, RunKind, RunState

COLOURS = [colour.value for colour in Colour]


class AdoptedShape(serializers.Serializer[Any]):
    """认定码: what the section chief confirmed."""

    code = serializers.ChoiceField(choices=COLOURS)
    on = serializers.DateField()
    reason = serializers.CharField()


class ComputedShape(serializers.Serializer[Any]):
    """系统码: what the last published run proposes."""

    code = serializers.ChoiceField(choices=COLOURS)
    score = serializers.IntegerField()


class CodesShape(serializers.Serializer[Any]):
    """The part `risk` of an institution."""

    adopted = AdoptedShape(allow_null=True)
    computed = ComputedShape(allow_null=True, required=False, help_text="Within the bureau only")


class NamedShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    name = serializers.CharField()
    uscc = serializers.CharField(allow_null=True)


class TownShape(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class RiskCodeShape(CodesShape):
    institution = NamedShape()
    town = TownShape(allow_null=True)
    category = serializers.CharField(allow_null=True)
    explanation = serializers.DictField(
        allow_null=True, required=False, help_text="One institution only, within the bureau only: why this colour"
    )


class RiskRunShape(serializers.Serializer[Any]):
    county = serializers.CharField(help_text="Code of the county")
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in RunKind])
    state = serializers.ChoiceField(choices=[state.value for state in RunState])
    on = serializers.DateField()
    cutoff = serializers.DateTimeField()
    rule_set_version = serializers.IntegerField()
    institutions = serializers.IntegerField()
    changes = serializers.IntegerField()
    failures = serializers.IntegerField()
    is_current = serializers.BooleanField(help_text="Readers see this run now")
    row_hash = serializers.CharField()
    started_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
