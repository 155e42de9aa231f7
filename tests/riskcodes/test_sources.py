"""Which sources are connected decides what applies."""

import datetime as dt

import pytest

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from riskcodes.enums import Source
from riskcodes.models import Assessment, SourceConnection
from riskcodes.services.planning import sources_of
from riskcodes.services.sources import connect_source, disconnect_source
from tests.riskcodes.conftest import TODAY

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
AT = clock.at(TODAY, 10)


def test_connecting_twice_is_one_connection(county, by):
    for _ in range(2):
        connect_source(county=county, source=Source.COMPLAINTS, from_on=TODAY, by=by, at=AT)
    assert SourceConnection.objects.count() == 1
    assert Event.objects.filter(verb="riskcodes.connect_source").count() == 1
    assert sources_of(county.pk, TODAY - DAY) == {}
    assert sources_of(county.pk, TODAY) == {"complaints": TODAY.isoformat()}


def test_a_disconnected_source_no_longer_applies(make, night, county, by):
    make.connect()
    make.healthy()
    assert disconnect_source(county=county, source=Source.INSURANCE_POLICIES, to_on=TODAY, by=by, at=AT)
    assert not disconnect_source(county=county, source=Source.INSURANCE_POLICIES, to_on=TODAY, by=by, at=AT)
    night(TODAY)
    assert Assessment.objects.get(to_run=None).levels[8:10] == "gg"
    night(TODAY + DAY)
    assert Assessment.objects.get(to_run=None).levels[8:10] == "nn"


def test_nothing_connected_is_no_code(make, night, county):
    make.healthy()
    night(TODAY)
    assert Assessment.objects.published(county.pk).get().computed_code == "none"
