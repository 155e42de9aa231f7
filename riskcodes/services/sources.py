"""Which sources a county has connected (decision 15). Until one is, its indicators do not apply."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from riskcodes.enums import Source
from riskcodes.models import SourceConnection


@transaction.atomic
def connect_source(
    *, county: County, source: Source, from_on: dt.date, by: Viewer, at: dt.datetime
) -> SourceConnection:
    """Connected from a day on; once connected, it stays one connection."""
    connection, made = SourceConnection.objects.get_or_create(
        county=county, source=source, to_on=None, defaults={"from_on": from_on}
    )
    if made:
        _record("riskcodes.connect_source", connection, by, at)
    return connection


@transaction.atomic
def disconnect_source(*, county: County, source: Source, to_on: dt.date, by: Viewer, at: dt.datetime) -> bool:
    """No longer delivered after a day: its indicators leave the weight. False where it was not connected."""
    open_ones = SourceConnection.objects.select_for_update().filter(county=county, source=source, to_on=None)
    connection = open_ones.first()
    if connection is None:
        return False
    open_ones.update(to_on=to_on)
    _record("riskcodes.disconnect_source", connection, by, at)
    return True


def _record(verb: str, connection: SourceConnection, by: Viewer, at: dt.datetime) -> None:
    data = {"source": connection.source, "from_on": connection.from_on.isoformat()}
    record(verb, by=by, subject=("source_connection", connection.pk), data=data, at=at)
