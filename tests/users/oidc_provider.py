"""A sandbox of an outside sign-in, run as a process of its own: discovery, authorization, token and keys.

What it does wrong is asked for by `POST /behave` with a JSON object: `issuer`, `audience`, `nonce`, `expired`,
`algorithm`, `key`, `subject`, `azp`, `discovery`. It checks what a real one checks: client, redirect, code once, PKCE.
"""

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = ("portal", "sandbox-secret")
GOOD = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
behaviour: dict[str, Any] = {}
codes: dict[str, dict[str, str]] = {}


class Provider(BaseHTTPRequestHandler):
    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def log_message(self, *_: Any) -> None:
        """The tests' output is for the tests."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/.well-known/openid-configuration":
            self.say(
                {
                    "issuer": behaviour.get("discovery", self.issuer),
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": behaviour.get("token_endpoint", f"{self.issuer}/token"),
                    "jwks_uri": f"{self.issuer}/keys",
                }
            )
        elif address.path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(GOOD.public_key()))
            self.say({"keys": [key | {"kid": "k1", "use": "sig", "alg": "RS256"}]})
        elif address.path == "/authorize":
            self.authorize({name: values[0] for name, values in parse_qs(address.query).items()})
        else:
            self.say({}, 404)

    def authorize(self, asked: dict[str, str]) -> None:
        code = secrets.token_urlsafe(16)
        codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri']}?{back}")
        self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/behave":
            behaviour.clear()
            behaviour.update(json.loads(body))
            return self.say({})
        form = {name: values[0] for name, values in parse_qs(body).items()}
        asked = codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or (form["client_id"], form["client_secret"]) != CLIENT
            or form["redirect_uri"] != asked["redirect_uri"]
            or challenge != asked["code_challenge"]
        ):
            return self.say({"error": "invalid_grant"}, 400)
        return self.say({"id_token": self.token(asked["nonce"]), "token_type": "Bearer", "access_token": "x"})

    def token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": behaviour.get("issuer", self.issuer),
            "aud": behaviour.get("audience", CLIENT[0]),
            "sub": behaviour.get("subject", "gov-0001"),
            "nonce": behaviour.get("nonce", nonce),
            "iat": now - 600,
            "exp": now + (-300 if behaviour.get("expired") else 300),
            "email": "lina@example.gov.cn",
        }
        if "azp" in behaviour:
            claims["azp"] = behaviour["azp"]
        for name in behaviour.get("without", []):
            del claims[name]
        algorithm = behaviour.get("algorithm", "RS256")
        key: Any = OTHER if behaviour.get("key") == "other" else GOOD
        if algorithm != "RS256":
            key = None if algorithm == "none" else "a shared secret of at least thirty-two bytes"
        return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "k1"})

    def say(self, found: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
