"""What the public finds an institution by: any name, former name, shop sign and every street it teaches in.

The database keeps these rows (triggers on institutions and sites). Pairs of characters with a plain GIN index find a
piece of any text as fast among 200,000 institutions as among 500, without an extension: Chinese terms often have two
characters, for which trigrams are of no use.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from institutions.models.institution import Institution


class LookupEntry(models.Model):
    institution = models.OneToOneField(Institution, models.CASCADE, primary_key=True, related_name="+")
    is_living = models.BooleanField()  # operates or winds down; else it has ended and is only named
    text = models.TextField()
    pairs = ArrayField(models.CharField(max_length=2))

    objects: ClassVar[models.Manager[LookupEntry]] = models.Manager()

    class Meta:
        indexes = [GinIndex(fields=["pairs"], name="lookup_pairs")]
