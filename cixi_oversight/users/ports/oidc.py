"""OpenID Connect, code flow with PKCE: asks an outside sign-in who somebody is, and believes only what is proved.

Checked are issuer, audience, signature, expiry, nonce, state and the issuer named in the answer (RFC 9207). Nothing is
taken from e-mail, phone or name: the account is whoever a person of ours linked to the subject.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.conf import settings

from cixi_oversight.users.enums import Provider
from cixi_oversight.users.errors import OutsideSignInFailed

TIMEOUT: Final = (3.05, 5)  # seconds to connect, to answer
LEEWAY: Final = 30  # seconds that two clocks may differ
VALID: Final = dt.timedelta(minutes=10)  # from leaving to coming back
ALGORITHMS: Final = ("RS256", "ES256")
ANSWER_MAX: Final = 100_000  # bytes
_KEPT: Final = "oidc"


@dataclass(frozen=True, slots=True, repr=False)
class Client:
    """How we are known there."""

    issuer: str
    client_id: str
    client_secret: str


def clients() -> dict[Provider, Client]:
    """The outside sign-ins that are configured; none unless the environment names them."""
    return {Provider(name): Client(**found) for name, found in settings.OIDC_PROVIDERS.items()}


def leave(session: MutableMapping[str, Any], *, provider: Provider, back: str, now: dt.datetime) -> str:
    """The address to send the browser to. State, nonce and verifier stay in the session. Raises OutsideSignInFailed."""
    client = clients()[provider]
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    session[_KEPT] = kept | {"provider": provider.value, "at": now.timestamp()}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).decode().rstrip("=")
    query = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": back,
        "scope": "openid",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{_configuration(client)['authorization_endpoint']}?{urlencode(query)}"


def come_back(
    session: MutableMapping[str, Any], *, provider: Provider, answer: Mapping[str, str], back: str, now: dt.datetime
) -> str:
    """The subject of whoever came back. What was kept is spent by the first answer. Raises OutsideSignInFailed."""
    client, kept = clients()[provider], session.pop(_KEPT, None)
    if kept is None or kept["provider"] != provider or now.timestamp() - kept["at"] > VALID.total_seconds():
        raise OutsideSignInFailed(what="state")
    if not hmac.compare_digest(answer.get("state", "").encode(), kept["state"].encode()):
        raise OutsideSignInFailed(what="state")
    if "error" in answer or not answer.get("code"):
        raise OutsideSignInFailed(what="refused")
    if answer.get("iss", client.issuer) != client.issuer:
        raise OutsideSignInFailed(what="issuer")
    configuration = _configuration(client)
    token = _exchange(client, configuration, answer["code"], kept["verifier"], back)
    return _subject(client, configuration, token, kept["nonce"])


def _configuration(client: Client) -> dict[str, Any]:
    found = _json(requests.get, f"{client.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != client.issuer:
        raise OutsideSignInFailed(what="issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not _same_trust(str(found.get(name, "")), client.issuer):
            raise OutsideSignInFailed(what=name)
    return found


def _same_trust(address: str, issuer: str) -> bool:
    """As safe a way as the issuer's own: plain HTTP only where the issuer is on this very host."""
    there, home = urlsplit(address), urlsplit(issuer)
    if home.scheme == "http":
        return there.netloc == home.netloc and home.hostname in ("127.0.0.1", "localhost")
    return there.scheme == "https" and bool(there.hostname)


def _exchange(client: Client, configuration: Mapping[str, Any], code: str, verifier: str, back: str) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": client.client_id,
        "client_secret": client.client_secret,
        "code_verifier": verifier,
    }
    found = _json(requests.post, configuration["token_endpoint"], data=form)
    token = found.get("id_token")
    if not isinstance(token, str):
        raise OutsideSignInFailed(what="id_token")
    return token


def _subject(client: Client, configuration: Mapping[str, Any], token: str, nonce: str) -> str:
    try:
        keys = jwt.PyJWKSet.from_dict(_json(requests.get, configuration["jwks_uri"]))
        key = keys[jwt.get_unverified_header(token).get("kid", "")]
        claims = jwt.decode(
            token,
            key.key,
            algorithms=list(ALGORITHMS),
            audience=client.client_id,
            issuer=client.issuer,
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "exp", "iat", "sub", "nonce"]},
        )
    except (jwt.PyJWTError, KeyError) as error:
        raise OutsideSignInFailed(what=type(error).__name__) from error
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise OutsideSignInFailed(what="nonce")
    if claims.get("azp", client.client_id) != client.client_id:
        raise OutsideSignInFailed(what="azp")
    subject = str(claims["sub"])
    if not 0 < len(subject) <= 255:
        raise OutsideSignInFailed(what="sub")
    return subject


def _json(ask: Any, address: str, **more: Any) -> dict[str, Any]:
    """One answer of the other side. No redirects, no waiting, nothing large."""
    try:
        answer = ask(address, timeout=TIMEOUT, allow_redirects=False, stream=True, **more)
        with answer:
            answer.raise_for_status()
            body = answer.raw.read(ANSWER_MAX + 1, decode_content=True)
        if answer.status_code != requests.codes.ok or len(body) > ANSWER_MAX:
            raise OutsideSignInFailed(what="answer")
        found = json.loads(body)
    except (requests.RequestException, ValueError, OSError) as error:
        raise OutsideSignInFailed(what=type(error).__name__) from error
    if not isinstance(found, dict):
        raise OutsideSignInFailed(what="answer")
    return found
