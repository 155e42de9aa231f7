"""Rows as the sheet has them, as text, until they are applied, put away or decided upon.

`batch` has no database constraint: COPY would check it row by row, and rows are written only by the service that has
just made the batch.
"""

from __future__ import annotations

from django.db import models

from cixi_oversight.imports.models.batch import ImportBatch
from cixi_oversight.imports.rules.limits import PROFILE_COLUMNS_MAX


class StagedRow(models.Model):
    pk = models.CompositePrimaryKey("batch_id", "row_no")
    batch = models.ForeignKey(ImportBatch, models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    row_no = models.IntegerField()  # the row number that a spreadsheet program shows


def cell_column(position: int) -> str:
    """The staging column of a profile's column: 0 is c01."""
    return f"c{position + 1:02d}"


for _position in range(PROFILE_COLUMNS_MAX):
    StagedRow.add_to_class(cell_column(_position), models.TextField(null=True))
