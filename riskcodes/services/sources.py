"""Which sources a county has connected (decision 15). Until one is, its indicators do not apply.

A night that was computed keeps what it rested on: a connection begins after the last night and ends with it or later.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max, Q

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import Forbidden
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from riskcodes.enums import RunKind, RunState, Source
from riskcodes.errors import ConnectedAlready, EndsBeforeItBegins, NightComputed, NightRestsOnIt, NotConnected
from riskcodes.models import RiskRun, SourceConnection
from riskcodes.rules.access import CONNECT_SOURCE


@transaction.atomic
def connect_source(
    *, county: County, source: Source, from_on: dt.date, by: Viewer, at: dt.datetime, why: str = ""
) -> SourceConnection:
    """Connected from a day on, until it is ended. Raises Forbidden, ConnectedAlready, NightComputed."""
    _lock(county, by)
    rows = SourceConnection.objects.filter(county=county, source=source)
    other = rows.filter(Q(to_on=None) | Q(to_on__gte=from_on)).order_by("-from_on").first()
    if other is not None:
        raise ConnectedAlready(field="from_on", since=other.from_on.isoformat())
    last = _last_night(county)
    if last is not None and from_on <= last:
        raise NightComputed(field="from_on", last=last.isoformat())
    connection = SourceConnection.objects.create(county=county, source=source, from_on=from_on)
    _record("riskcodes.connect_source", connection, by, at, why)
    return connection


@transaction.atomic
def end_source(
    *, county: County, source: Source, to_on: dt.date, by: Viewer, at: dt.datetime, why: str = ""
) -> SourceConnection:
    """Delivered for the last time on a day: afterwards its indicators leave the weight.

    Raises Forbidden, NotConnected, EndsBeforeItBegins, NightRestsOnIt.
    """
    _lock(county, by)
    connection = SourceConnection.objects.filter(county=county, source=source, to_on=None).first()
    if connection is None:
        raise NotConnected
    if to_on < connection.from_on:
        raise EndsBeforeItBegins(field="to_on", since=connection.from_on.isoformat())
    last = _last_night(county)
    if last is not None and to_on < last:
        raise NightRestsOnIt(field="to_on", last=last.isoformat())
    connection.to_on = to_on
    connection.save(update_fields=["to_on"])
    _record("riskcodes.end_source", connection, by, at, why)
    return connection


def _lock(county: County, by: Viewer) -> None:
    """Connections and the planning of a night take turns."""
    if not CONNECT_SOURCE.allows(by):
        raise Forbidden
    County.objects.select_for_update(no_key=True).get(pk=county.pk)


def _last_night(county: County) -> dt.date | None:
    """The last night whose sources are fixed: published, or being computed."""
    nights = RiskRun.objects.filter(county=county, kind=RunKind.NIGHT).exclude(state=RunState.FAILED)
    last: dt.date | None = nights.aggregate(last=Max("on"))["last"]
    return last


def _record(verb: str, connection: SourceConnection, by: Viewer, at: dt.datetime, why: str) -> None:
    data = {"source": connection.source, "from_on": connection.from_on.isoformat()}
    if connection.to_on is not None:
        data["to_on"] = connection.to_on.isoformat()
    record(verb, by=by, subject=("source_connection", connection.pk), why=why, data=data, at=at)
