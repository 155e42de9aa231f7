"""A run waits for transactions that began before its cutoff: what they record belongs to it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from cixi_oversight import clock
from cixi_oversight.jobs.services import settled
from cixi_oversight.jobs.services.engine import NotYet
from riskcodes.models import Assessment
from tests.riskcodes.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True)
CUTOFF = clock.at(TODAY, 2)


class Clerk:
    """Somebody whose transaction has written and is not committed until `commit`."""

    def __init__(self, make, institution) -> None:
        self._begun, self._go_on = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, args=(make, institution))
        self._thread.start()
        assert self._begun.wait(10)

    def _work(self, make, institution) -> None:
        try:
            with transaction.atomic():
                make.capital(institution, 1, at=CUTOFF)
                self._begun.set()
                self._go_on.wait(20)
        finally:
            connection.close()

    def commit(self) -> None:
        self._go_on.set()
        self._thread.join()


@contextmanager
def clerk(make, institution) -> Iterator[Clerk]:
    made = Clerk(make, institution)
    try:
        yield made
    finally:
        made.commit()


def test_a_slow_transaction_from_before_the_cutoff_is_waited_for(make, night):
    make.connect()
    made = make.healthy()
    with clerk(make, made) as slow:
        threading.Timer(0.4, slow.commit).start()
        night(TODAY)
    assert Assessment.objects.get().facts["capital_fen"] == 100


def test_the_wait_is_bounded(make, monkeypatch):
    monkeypatch.setattr(settled, "PATIENCE_SECONDS", 0.2)
    with clerk(make, make.healthy()), pytest.raises(NotYet):
        settled.wait_until_settled(CUTOFF)
    settled.wait_until_settled(CUTOFF)


def test_one_that_begins_later_is_not_waited_for(make):
    made = make.healthy()
    ended = threading.Event()

    def wait() -> None:
        try:
            settled.wait_until_settled(CUTOFF)
            ended.set()
        finally:
            connection.close()

    with clerk(make, made) as first:
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not ended.wait(0.4)
        with clerk(make, made):
            first.commit()
            assert ended.wait(10)
    waiting.join()
