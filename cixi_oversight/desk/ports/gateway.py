"""One signed request to a gateway, and what its answer means. The adapters say which path and which parameters."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from cixi_oversight import clock
from cixi_oversight.desk.enums import Fault
from cixi_oversight.desk.ports.channels import CONNECT_SECONDS, Endpoint
from cixi_oversight.desk.rules import signing

ANSWER_MAX: Final = 65_536
_OURS_TO_PUT_RIGHT: Final = frozenset(  # keys, address or pace: the message itself is not refused
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS}
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side has it, now or from an earlier try. `provider_id` may be empty."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It did not work. A `fault` of the channel is worth trying again; one of the message is not."""

    fault: Fault
    detail: str = ""

    @property
    def is_final(self) -> bool:
        return self.fault in (Fault.REFUSED, Fault.NO_ADDRESS, Fault.ACCOUNT_CLOSED)


class Failed(Exception):
    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.fault)
        self.refused = refused


def post(endpoint: Endpoint, path: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    """The answer's JSON object. Raises Failed.

    No redirect is followed, no proxy of the environment used, no answer read beyond ANSWER_MAX bytes.
    """
    timestamp, nonce = signing.timestamp_of(clock.real_now()), secrets.token_hex(12)
    headers = {
        signing.TIMESTAMP: timestamp,
        signing.NONCE: nonce,
        signing.VERSION_HEADER: signing.VERSION,
        signing.KEY: endpoint.key,
        "Accept-Encoding": "identity",
        signing.SIGNATURE: signing.signature(
            endpoint.secret, method="POST", timestamp=timestamp, nonce=nonce, path=path, parameters=parameters
        ),
    }
    timeout = (min(CONNECT_SECONDS, endpoint.timeout_seconds), endpoint.timeout_seconds)
    try:
        with requests.Session() as session:
            session.trust_env = False
            with session.post(
                endpoint.base + path,
                data=dict(parameters),
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            ) as answer:
                return _read(answer, time.monotonic() + endpoint.timeout_seconds)
    except (requests.Timeout, ReadTimeoutError) as error:
        raise Failed(Refused(Fault.TIMED_OUT)) from error
    except (requests.RequestException, HTTPError) as error:
        raise Failed(Refused(Fault.UNREACHABLE, type(error).__name__)) from error


def _read(answer: requests.Response, deadline: float) -> dict[str, Any]:
    status = answer.status_code
    if status != HTTPStatus.OK and not HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Failed(Refused(Fault.OTHER_SIDE, f"HTTP {status}"))  # redirects too
    if status in _OURS_TO_PUT_RIGHT:
        raise Failed(Refused(Fault.OTHER_SIDE, f"HTTP {status}"))
    try:
        found = json.loads(_body(answer, deadline))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Failed(Refused(Fault.OTHER_SIDE, "no JSON"))
    return found


def _body(answer: requests.Response, deadline: float) -> bytes:
    """Each read has its time-out; the whole has one too, so that a server that drips holds nobody."""
    body = b""
    while part := answer.raw.read1(4096, decode_content=False):
        body += part
        if time.monotonic() > deadline:
            raise Failed(Refused(Fault.TIMED_OUT))
        if len(body) > ANSWER_MAX:
            raise Failed(Refused(Fault.OTHER_SIDE, "too long"))
    return body
