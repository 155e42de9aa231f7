"""Receipts of an assignment: for each party when it was delivered, accepted and answered, and by whom."""

from __future__ import annotations

from django.db import models

from cixi_oversight.desk.enums import ReceiptState
from cixi_oversight.desk.models.assignment import Assignment, AssignmentParty
from cixi_oversight.transitions import Transition


class Receipt(models.Model):
    """One for each department or town that has a part; made when it is delivered."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="receipts")
    party = models.OneToOneField(AssignmentParty, models.PROTECT, related_name="receipt")
    state = models.CharField(
        max_length=10, default=ReceiptState.DELIVERED, choices=[(state.value, state.value) for state in ReceiptState]
    )
    delivered_at = models.DateTimeField()
    delivered_to = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=1000, blank=True)


class ReceiptTransition(Transition):
    """Who accepted and answered, when; the answer's text is the reason."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="transitions")
