"""One key, one effect, one answer: for a repetition, for another body, for sixteen at once, and after a crash."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.api import idempotency
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import IdempotencyKey
from cixi_oversight.users.services.idempotency import forget_old_keys
from inspections.models import Complaint
from institutions.models import Institution
from tests.api.conftest import assert_refused
from tests.api.test_complaints import URL, USCC, body, hand_in
from tests.people import World, make_system, make_world

KEY = "4b4e8b1e-8f4b-4d5c-9a55-0c1f0d1a2b3c"


@pytest.fixture
def client(world: World) -> Client:
    Institution.objects.filter(pk=world.institution.pk).update(uscc=USCC)
    return world.client(Role.API_CLIENT)


def test_a_repetition_has_the_first_answer_to_the_byte_and_no_effect(client: Client) -> None:
    first = hand_in(client, body(), KEY)
    again = hand_in(client, dict(reversed(body().items())), KEY)  # another order of fields is the same request
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (first.get("Idempotency-Replayed"), again["Idempotency-Replayed"]) == (None, "true")
    assert Complaint.objects.count() == 1


def test_another_body_under_the_same_key_is_refused(client: Client) -> None:
    hand_in(client, body(), KEY)
    assert_refused(hand_in(client, body(amount_fen=468001), KEY), 422, "idempotency_key_reused", "Idempotency-Key")
    assert Complaint.objects.count() == 1


def test_what_was_refused_may_be_corrected_under_the_same_key(client: Client) -> None:
    assert hand_in(client, body(received_on="2040-11-24"), KEY).status_code == 422
    assert hand_in(client, body(matter="x"), KEY).status_code == 400
    assert IdempotencyKey.objects.count() == 0
    assert hand_in(client, body(), KEY).status_code == 201


def test_a_key_is_its_senders_own(world: World, client: Client) -> None:
    hand_in(client, body(), KEY)
    _other, key = make_system(world.system()[0].department, ["complaints:write"], name="110")
    other = hand_in(Client(headers={"Authorization": f"Api-Key {key}"}), body(), KEY)
    assert other.status_code == 201
    assert Complaint.objects.count() == 2


def test_a_key_is_required_and_readable(client: Client) -> None:
    bare = client.post(URL, body(), content_type="application/json")
    assert_refused(bare, 400, "idempotency_key_missing", "Idempotency-Key")
    for key in ("short", "with blank in it", "x" * 256, "schlüssel-1"):
        answer = client.post(URL, body(), content_type="application/json", HTTP_IDEMPOTENCY_KEY=key)
        assert_refused(answer, 400, "idempotency_key_not_readable", "Idempotency-Key")


def test_what_is_kept_names_nobody(client: Client) -> None:
    hand_in(client, body(), KEY)
    kept = IdempotencyKey.objects.get()
    assert "13812345678" not in str([bytes(kept.body), kept.fingerprint])
    assert "张三丰" not in bytes(kept.body).decode()


def test_a_renewed_secret_still_knows_the_old_fingerprints(client: Client, settings: Any) -> None:
    _wants_session_of_secret = hand_in(client, body(), KEY)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-secret"
    assert hand_in(client, body(), KEY).content == _wants_session_of_secret.content


def test_keys_are_forgotten_after_thirty_days(client: Client) -> None:
    hand_in(client, body(), KEY)
    now = clock.real_now()
    assert forget_old_keys(now=now + dt.timedelta(days=29)) == 0
    assert forget_old_keys(now=now + dt.timedelta(days=31)) == 1


def test_a_crash_before_the_commit_leaves_neither_effect_nor_answer(client: Client, monkeypatch: Any) -> None:
    """Effect and key are one transaction: whatever breaks between them takes both."""

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the process dies here")

    with monkeypatch.context() as patch:
        patch.setattr(idempotency.STORE.ask(), "keep", broken)
        assert hand_in(client, body(), KEY).status_code == 500
    assert (Complaint.objects.count(), IdempotencyKey.objects.count()) == (0, 0)
    assert hand_in(client, body(), KEY).status_code == 201
    assert Complaint.objects.count() == 1


def test_an_answer_that_was_lost_after_the_commit_is_given_again(client: Client, monkeypatch: Any) -> None:
    def lost(_: Any) -> None:
        raise RuntimeError("the connection broke here")

    with monkeypatch.context() as patch:
        patch.setattr(idempotency, "_sent", lost)
        assert hand_in(client, body(), KEY).status_code == 500
    assert Complaint.objects.count() == 1
    answer = hand_in(client, body(), KEY)
    assert (answer.status_code, answer.json()["number"]) == (201, "TS330282-2026-00001")
    assert Complaint.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_have_one_effect_and_one_answer() -> None:
    world = make_world()
    Institution.objects.filter(pk=world.institution.pk).update(uscc=USCC)
    headers = {"Authorization": f"Api-Key {world.system()[1]}"}
    start, answers = threading.Barrier(16), []

    def send() -> None:
        try:
            connection.ensure_connection()
            client = Client(raise_request_exception=False, headers=headers)
            start.wait(timeout=30)
            answer = hand_in(client, body(), KEY)
            while answer.status_code == 409:  # what it says: the first is still running
                assert (answer.json()["code"], answer["Retry-After"]) == ("idempotency_key_running", "1")
                answer = hand_in(client, body(), KEY)
            answers.append((answer.status_code, answer.content, answer.get("Idempotency-Replayed")))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(answers) == 16
    assert {(status, content) for status, content, _ in answers} == {(201, answers[0][1])}
    assert [replayed for _, _, replayed in answers].count(None) == 1
    assert (Complaint.objects.count(), IdempotencyKey.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_repetition_while_the_first_is_running_is_told_so() -> None:
    world = make_world()
    Institution.objects.filter(pk=world.institution.pk).update(uscc=USCC)
    client = Client(raise_request_exception=False, headers={"Authorization": f"Api-Key {world.system()[1]}"})
    actor_id = world.system()[0].actor_id
    locked, done = threading.Event(), threading.Event()

    def first() -> None:
        from django.db import transaction

        try:
            with transaction.atomic():
                idempotency._lock(actor_id, KEY)
                locked.set()
                done.wait(timeout=30)
        finally:
            connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    assert locked.wait(timeout=30)
    answer = hand_in(client, body(), KEY)
    assert_refused(answer, 409, "idempotency_key_running")
    assert answer["Retry-After"] == "1"
    other = hand_in(client, body(reference="r2"), KEY[:-1] + "d")  # another key does not wait
    assert other.status_code == 201
    done.set()
    thread.join(timeout=30)
    assert hand_in(client, body(), KEY).status_code == 201
