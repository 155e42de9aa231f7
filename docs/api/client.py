#!/usr/bin/env python3
"""A small client of the portal's API: Python's standard library only, to be read and copied.

    python client.py https://portal.example follow              # print what changes, from the beginning
    python client.py https://portal.example complain 91330282… [REFERENCE [DAY]]  # hand in yesterday's, or a day's
    python client.py https://portal.example answer              # accept and answer what is assigned to us

The key stands in the environment variable CIXI_API_KEY. What any client has to get right is here:
a write is repeated with the same Idempotency-Key until it is answered, so that it is done once whatever the line does;
the place in the feed is written down after a page is worked through, so that nothing is missed and little read twice.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any

TIMES = 8  # a write is tried this often before a person has to look
LATER = {409, 429, 500, 502, 503, 504}  # come again; everything else is ours to correct


class Refused(Exception):
    """The portal has answered with a refusal. `body` has `code`, `message` (Chinese), `message_en` and `field`."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{status} {body.get('code')}: {body.get('message_en')} ({body.get('field')})")
        self.status, self.body = status, body


class Portal:
    def __init__(self, address: str, key: str) -> None:
        if not address.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("a key never travels in the clear: use https")
        self.address, self.key = address.rstrip("/"), key

    def get(self, path: str, **query: Any) -> Any:
        """Reading may be repeated as it is."""
        found = {name: value for name, value in query.items() if value is not None}
        return self._until_answered("GET", path + ("?" + urllib.parse.urlencode(found) if found else ""), None, {})

    def post(self, path: str, body: dict[str, Any], *, idempotency_key: str | None = None) -> Any:
        """One effect, however often it is sent. A sender that may itself be restarted keeps the key with its own row
        before the first sending, and passes it here."""
        headers = {"Idempotency-Key": idempotency_key or uuid.uuid4().hex}
        return self._until_answered("POST", path, json.dumps(body).encode(), headers)

    def events(self, after: int, *, limit: int = 200) -> Iterator[dict[str, Any]]:
        """Pages of the feed from `after` on, until its end. Keep `page["next"]` once a page is worked through."""
        while True:
            page = self.get("/api/v1/events", after=after, limit=limit)
            yield page
            after = page["next"]
            if after >= page["last"]:
                return

    def _until_answered(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Any:
        pause = 0.5
        for left in reversed(range(TIMES)):
            try:
                return self._once(method, path, body, headers)
            except Refused as refused:
                if refused.status not in LATER or not _passes(refused) or not left:
                    raise
                pause = max(pause, float(refused.body.get("retry_after", 0)))
            except OSError:  # no answer: it may have been done or not; the same key asks again
                if not left:
                    raise
            time.sleep(pause)
            pause = min(2 * pause, 30)
        raise AssertionError("the last try answers or raises")

    def _once(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Any:
        sent = {"Authorization": f"Api-Key {self.key}", "Accept": "application/json"} | headers
        if body is not None:
            sent["Content-Type"] = "application/json"
        request = urllib.request.Request(self.address + path, data=body, headers=sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                told = _read(error)
            raise Refused(error.code, told | {"retry_after": error.headers.get("Retry-After", 0)}) from None


def _passes(refused: Refused) -> bool:
    """Of conflicts only two pass by themselves: the first sending is still running, or somebody holds the row."""
    return refused.status != 409 or refused.body.get("code") in {"idempotency_key_running", "locked"}


def _read(error: urllib.error.HTTPError) -> dict[str, Any]:
    try:
        return dict(json.load(error))
    except ValueError:  # a proxy's page
        return {"code": "not_json", "message_en": error.reason}


def follow(portal: Portal, after: int = 0) -> int:
    """Print what has changed; returns the place to go on from."""
    for page in portal.events(after):
        for event in page["results"]:
            print(event["number"], event["at"], event["kind"], event["public_id"], json.dumps(event["data"]))
        after = page["next"]
    return after


def complain(portal: Portal, uscc: str, reference: str, received_on: str) -> dict[str, Any]:
    """The reference is the sender's own number; with it the portal also knows a complaint that was sent under two
    keys."""
    return portal.post(
        "/api/v1/complaints",
        {
            "institution": {"uscc": uscc},
            "channel": "hotline_12345",
            "matter": "refund",
            "reference": reference,
            "received_on": received_on,
            "amount_fen": 468000,
            "summary": "上课 12 课时后机构停课，要求退还剩余费用",
            "complainant": {"name": "令狐冲", "phone": "13500000000"},
        },
        idempotency_key=uuid.uuid5(uuid.NAMESPACE_URL, f"complaint/{reference}").hex,
    )


def answer(portal: Portal, text: str) -> list[str]:
    """Accept and answer every assignment that waits for us; returns their numbers."""
    done = []
    for row in portal.get("/api/v1/assignments", state="assigned")["results"]:
        receipts = f"/api/v1/assignments/{row['public_id']}/receipts"
        portal.post(receipts, {"verb": "accept"}, idempotency_key=f"accept-{row['public_id']}")
        portal.post(receipts, {"verb": "answer", "answer": text}, idempotency_key=f"answer-{row['public_id']}")
        done.append(row["number"])
    return done


def main(arguments: list[str]) -> int:
    if len(arguments) < 2 or "CIXI_API_KEY" not in os.environ:
        print(__doc__, file=sys.stderr)
        return 2
    portal = Portal(arguments[0], os.environ["CIXI_API_KEY"])
    if arguments[1] == "follow":
        print("next:", follow(portal, int(arguments[2]) if len(arguments) > 2 else 0))
    elif arguments[1] == "complain":
        yesterday = dt.datetime.now(tz=dt.timezone(dt.timedelta(hours=8))).date() - dt.timedelta(days=1)
        day = arguments[4] if len(arguments) > 4 else yesterday.isoformat()
        reference = arguments[3] if len(arguments) > 3 else f"12345-{uuid.uuid4().hex[:12]}"
        print(json.dumps(complain(portal, arguments[2], reference, day), ensure_ascii=False))
    elif arguments[1] == "answer":
        print(json.dumps(answer(portal, "已核查办结")))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
