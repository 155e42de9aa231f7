"""Quiet hours, back-off, signatures, templates and addresses: plain rules."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from cixi_oversight.desk.enums import Topic
from cixi_oversight.desk.ports.channels import checked
from cixi_oversight.desk.rules import backoff, signing
from cixi_oversight.desk.rules.quiet import NEVER, QuietHours, allowed_from
from cixi_oversight.desk.rules.templates import BUNDLE, DEFAULTS, DISCREET, TEMPLATES, Template
from cixi_oversight.desk.services.figures import packed, unpacked
from cixi_oversight.errors import Message, msg
from cixi_oversight.local import gateway
from cixi_oversight.web.words import worded

NIGHT = QuietHours(dt.time(21), dt.time(8))
DAY = dt.datetime(2026, 11, 23, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.mark.parametrize(
    ("hour", "minute", "day", "allowed_hour"),
    [(20, 59, 23, 20), (21, 0, 24, 8), (23, 59, 24, 8), (0, 0, 23, 8), (7, 59, 23, 8), (8, 0, 23, 8), (12, 0, 23, 12)],
)
def test_over_midnight(hour: int, minute: int, day: int, allowed_hour: int) -> None:
    found = allowed_from(DAY.replace(hour=hour, minute=minute), NIGHT)
    assert (found.day, found.hour) == (day, allowed_hour)


def test_within_a_day_and_never() -> None:
    noon = QuietHours(dt.time(12), dt.time(14))
    assert allowed_from(DAY.replace(hour=13), noon).hour == 14
    assert allowed_from(DAY.replace(hour=14), noon).hour == 14
    assert allowed_from(DAY.replace(hour=11), noon).hour == 11
    assert not any(NEVER.covers(dt.time(hour)) for hour in range(24))


def test_pauses_grow_to_an_hour() -> None:
    pauses = [int(backoff.after_attempt(n).total_seconds()) for n in range(1, 10)]
    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert backoff.rest(backoff.FAILURES_BEFORE_REST - 1) is None
    rests = [backoff.rest(n) for n in (3, 4, 8, 10_000)]
    assert [int(one.total_seconds()) for one in rests if one] == [30, 60, 600, 600]


def test_both_sides_sign_alike() -> None:
    """The gateway's own hand-written signature, and one worked out once by another program."""
    parts = {"timestamp": "2026-11-23T10:00:00.000+08:00", "nonce": "1700000000000abcd"}
    parameters = {"mobile": "12000000000", "content": "您好 a=b&c", "clientId": "1"}
    ours = signing.signature("secret", method="POST", path="/sms/send", parameters=parameters, **parts)
    assert ours == gateway.sign("secret", "/sms/send", parameters, **parts)
    bare = signing.signature("secret", method="post", path="/x", parameters={}, **parts)
    assert bare == gateway.sign("secret", "/x", {}, **parts) != ours


@pytest.mark.parametrize("minutes", [-5, 0, 5])
def test_a_signature_is_good_for_five_minutes_either_way(minutes: int) -> None:
    now = DAY.replace(hour=10)
    headers = _signed(now)
    assert signing.is_genuine(
        "s", headers, method="POST", path="/x", parameters={}, now=now + dt.timedelta(minutes=minutes)
    )
    beyond = dt.timedelta(minutes=minutes, seconds=1 if minutes >= 0 else -1)
    genuine = signing.is_genuine("s", headers, method="POST", path="/x", parameters={}, now=now + beyond)
    assert genuine is (minutes == 0)


def _signed(at: dt.datetime) -> dict[str, str]:
    timestamp, nonce = signing.timestamp_of(at), "abcdefgh"
    sign = signing.signature("s", method="POST", timestamp=timestamp, nonce=nonce, path="/x", parameters={})
    return {signing.TIMESTAMP: timestamp, signing.NONCE: nonce, signing.SIGNATURE: sign}


@pytest.mark.parametrize(
    "url",
    [
        "http://gateway.example",
        "https://user:word@gateway.example",
        "https://gateway.example/path",
        "https://gateway.example?x=1",
        "https://gateway.example/#x",
        "https://",
        "file:///etc/passwd",
        "//gateway.example",
        "gateway.example",
    ],
)
def test_an_address_of_a_gateway_is_https_and_a_host(url: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        checked(url, plain_http=False)


def test_plain_http_is_for_the_demos_own_gateway() -> None:
    assert checked("https://gateway.example:8443/", plain_http=False) == "https://gateway.example:8443"
    assert checked("http://127.0.0.1:9000", plain_http=True) == "http://127.0.0.1:9000"
    with pytest.raises(ImproperlyConfigured):
        checked("ftp://127.0.0.1", plain_http=True)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda one: one.key)
def test_every_template_is_complete_in_both_languages(template: Template) -> None:
    """No figure is left over or missing, and what goes outside carries neither names of persons nor links."""
    figures = {name: f"[{name}]" for name in template.figures}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            texts = [worded(Message(one.id, figures)) for one in (template.subject, template.body, template.short)]
        assert all(texts)
        assert not any(re.search(r"%\(|%s", text) for text in texts)
        assert not {"by", "why", "title", "institution"} & set(re.findall(r"\[(\w+)\]", texts[2]))
        assert "http" not in texts[2]
        named = set(re.findall(r"\[(\w+)\]", "".join(texts)))
        assert named == template.figures, f"{template.key} in {language} leaves figures out"


def test_every_topic_has_a_default_and_a_template() -> None:
    assert set(DEFAULTS) == set(Topic) == {template.topic for template in TEMPLATES.values()}
    assert all(len(worded(Message(one.id, {"count": 3}))) <= 70 for one in (BUNDLE, DISCREET)), "one SMS"


def test_figures_survive_being_kept() -> None:
    sentence = msg("Overdue: %(title)s", title=msg("Filings"))
    kept = packed({"a": 1}["a"]), packed(sentence), packed(DAY), packed(DAY.date()), packed([sentence, "x"])
    assert kept[2:4] == ("2026-11-23 00:00", "2026-11-23")
    assert unpacked(kept[1]) == sentence
    assert unpacked(kept[4]) == [sentence, "x"]
