"""The other side of the outer channels, for the demo and for tests: an SMS platform and a 浙政钉 in one process.

python -m cixi_oversight.local.gateway --port 0 --callback http://127.0.0.1:8000/callbacks/messages/ [--store FILE]

Prints `gateway: port N` when it listens. Keys come from the environment, under the names that the portal reads
(MESSAGE_SMS_KEY, ...); GATEWAY_CONTROL opens /control and /sent. Verifies every signature by itself, knows each client
id once, reports receipts back, and can be told to be slow, down, to lose its answer or to report twice. It knows
nothing of the portal's code.
"""

import argparse
import base64
import datetime as dt
import hashlib
import hmac
import http.client
import json
import os
import secrets
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

CHINA = dt.timezone(dt.timedelta(hours=8))
PATHS = {
    "/sms/send": "sms",
    "/mozi/employee/get_by_mobile": "dingtalk",
    "/message/workNotification": "dingtalk",
}
KEPT = 500
TRIES = 5


def sign(secret: str, path: str, parameters: Mapping[str, str], *, timestamp: str, nonce: str) -> str:
    """Of a POST."""
    text = "\n".join(["POST", timestamp, nonce, path])
    if parameters:
        text += "\n" + "&".join(f"{name}={value}" for name, value in sorted(parameters.items()))
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


class Mood:
    """How the gateway behaves: ok, down (503), slow (waits, then takes it), lost (takes it, then keeps the answer
    back), refuse, silent (no receipts), twice (each receipt twice). Told by POST /control."""

    def __init__(self) -> None:
        self.name = "ok"
        self.seconds = 0.0
        self.changed = threading.Event()

    def change(self, name: str, seconds: float) -> None:
        self.name, self.seconds = name, seconds
        self.changed.set()
        self.changed = threading.Event()

    def wait(self) -> None:
        """As long as the mood says, or until it changes."""
        self.changed.wait(self.seconds)


class Gateway:
    def __init__(self, callback: str, store: Path | None) -> None:
        self.callback = urlsplit(callback)
        self.store = store
        self.mood = Mood()
        self.lock = threading.Lock()
        self.sent: dict[str, dict[str, Any]] = {}  # by client id
        self.requests = 0
        self.refused = 0
        self.nonces: set[str] = set()
        self.last_callback: tuple[str, bytes, dict[str, str]] | None = None
        self.answers: list[int] = []  # what the portal said to receipts
        if store is not None and store.exists():
            for line in store.read_text(encoding="utf-8").splitlines()[-KEPT:]:
                row = json.loads(line)
                self.sent[row["clientId"]] = row

    def secret(self, channel: str, kind: str = "SECRET") -> str:
        return os.environ.get(f"MESSAGE_{channel.upper()}_{kind}", "")

    def is_genuine(self, channel: str, path: str, headers: Any, parameters: Mapping[str, str]) -> bool:
        timestamp, nonce = headers.get("X-Hmac-Auth-Timestamp", ""), headers.get("X-Hmac-Auth-Nonce", "")
        try:
            age = abs((dt.datetime.now(CHINA) - dt.datetime.fromisoformat(timestamp)).total_seconds())
        except (ValueError, TypeError):
            return False
        expected = sign(self.secret(channel), path, parameters, timestamp=timestamp, nonce=nonce)
        with self.lock:
            fresh = age < 300 and nonce and nonce not in self.nonces
            self.nonces.add(nonce)
        same = hmac.compare_digest(expected, headers.get("X-Hmac-Auth-Signature", ""))
        return bool(fresh and same and headers.get("apiKey") == self.secret(channel, "KEY"))

    def take(self, channel: str, client_id: str, to: str, text: str) -> dict[str, Any]:
        """Once a client id: whoever comes again is told so, and nobody gets a second message."""
        with self.lock:
            known = self.sent.get(client_id)
            if known is not None:
                known["times"] += 1
                if channel == "dingtalk":  # 浙政钉 names a repetition an error
                    return {"success": False, "code": "DUPLICATE", "content": {"messageId": known["messageId"]}}
                return {"success": True, "content": {"messageId": known["messageId"]}}
            row = {
                "clientId": client_id,
                "messageId": secrets.token_hex(8),
                "channel": channel,
                "to": to,
                "text": text,
                "at": dt.datetime.now(CHINA).isoformat(timespec="seconds"),
                "times": 1,
            }
            self.sent[client_id] = row
            if self.store is not None:
                with self.store.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
        threading.Thread(target=self.report, args=(row,), daemon=True).start()
        return {"success": True, "content": {"messageId": row["messageId"]}}

    def report(self, row: Mapping[str, Any]) -> None:
        """Delivered; and read, for every second message of 浙政钉."""
        if self.mood.name == "silent" or not self.callback.hostname:
            return
        time.sleep(0.05)
        states = ["delivered"]
        if row["channel"] == "dingtalk" and int(row["messageId"][-1], 16) % 2:
            states.append("read")
        for state in states:
            body = json.dumps({"receipts": [{"clientId": row["clientId"], "state": state}]}).encode()
            for _ in range(2 if self.mood.name == "twice" else 1):
                self.call_back(row["channel"], body)

    def call_back(self, channel: str, body: bytes) -> None:
        """Until the portal answers something other than 5xx; with longer and longer pauses."""
        path = f"{self.callback.path}{channel}"
        for attempt in range(TRIES):
            timestamp, nonce = dt.datetime.now(CHINA).isoformat(timespec="milliseconds"), secrets.token_hex(12)
            secret = self.secret(channel, "CALLBACK_SECRET")
            headers = {
                "Content-Type": "application/json",
                "X-Hmac-Auth-Timestamp": timestamp,
                "X-Hmac-Auth-Nonce": nonce,
                "X-Hmac-Auth-Signature": sign(secret, path, {"body": body.decode()}, timestamp=timestamp, nonce=nonce),
            }
            self.last_callback = (path, body, headers)
            if self.post(path, body, headers) < 500:
                return
            time.sleep(0.2 * 2**attempt)

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        connection = http.client.HTTPConnection(self.callback.hostname or "", self.callback.port or 80, timeout=10)
        try:
            connection.request("POST", path, body, dict(headers))
            status = connection.getresponse().status
        except OSError:
            status = 599
        finally:
            connection.close()
        with self.lock:
            self.answers.append(status)
        return status

    def control(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        if "mood" in wanted:
            self.mood.change(str(wanted["mood"]), float(wanted.get("seconds", 0)))
        answer: dict[str, Any] = {"mood": self.mood.name}
        if wanted.get("replay") and self.last_callback is not None:
            path, body, headers = self.last_callback
            answer["status"] = self.post(path, body, headers)
        if wanted.get("report"):
            row = self.sent[str(wanted["report"])]
            body = json.dumps({"receipts": [{"clientId": row["clientId"], "state": wanted["state"]}]}).encode()
            self.call_back(row["channel"], body)
        return answer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_POST(self) -> None:
        gateway = self.server.gateway
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 1 << 20))
        if self.path == "/control":
            if self._opened():
                self._answer(200, gateway.control(json.loads(body)))
            return
        channel = PATHS.get(self.path)
        if channel is None:
            self._answer(404, {"success": False, "code": "NO_SUCH_PATH"})
            return
        parameters = dict(parse_qsl(body.decode(), keep_blank_values=True))
        with gateway.lock:
            gateway.requests += 1
        mood = gateway.mood
        if mood.name == "down":
            self._answer(503, {"success": False, "code": "DOWN"})
        elif not gateway.is_genuine(channel, self.path, self.headers, parameters):
            gateway.refused += 1
            self._answer(401, {"success": False, "code": "BAD_SIGNATURE"})
        elif mood.name == "refuse":
            self._answer(200, {"success": False, "code": "BLACKLISTED"})
        else:
            if mood.name == "slow":
                mood.wait()
            answer = self._handle(channel, parameters)
            if mood.name == "lost":
                mood.wait()
            self._answer(200, answer)

    def do_GET(self) -> None:
        gateway = self.server.gateway
        if self.path == "/sent" and self._opened():
            with gateway.lock:
                rows = list(gateway.sent.values())[-KEPT:]
                said = {"requests": gateway.requests, "refused": gateway.refused, "answers": gateway.answers[-KEPT:]}
            self._answer(200, {"mood": gateway.mood.name, "sent": rows, **said})
        elif self.path != "/sent":
            self._answer(404, {"success": False})

    def _handle(self, channel: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        gateway = self.server.gateway
        if self.path == "/mozi/employee/get_by_mobile":
            account = int(hashlib.sha256(parameters["mobile"].encode()).hexdigest()[:8], 16)
            return {"success": True, "content": {"accountId": account}}
        if channel == "sms":
            text = f"【{parameters['sign']}】{parameters['content']}"
            return gateway.take(channel, parameters["clientId"], parameters["mobile"], text)
        text = json.loads(parameters["msg"])["text"]["content"]
        return gateway.take(channel, parameters["bizMsgId"], parameters["receiverIds"], text)

    def _opened(self) -> bool:
        expected = os.environ.get("GATEWAY_CONTROL", "")
        if expected and hmac.compare_digest(self.headers.get("X-Control", ""), expected):
            return True
        self._answer(403, {"success": False})
        return False

    def _answer(self, status: int, content: Mapping[str, Any]) -> None:
        body = json.dumps(content, ensure_ascii=False).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # whoever asked has stopped waiting

    def log_message(self, *_: Any) -> None:
        """Silent: texts and numbers belong into no log."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port: int, gateway: Gateway) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.gateway = gateway

    def handle_error(self, *_: Any) -> None:
        """A client that left is no news."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--callback", default="")
    parser.add_argument("--store", type=Path)
    parser.add_argument("--quiet", action="store_true")
    given = parser.parse_args()
    server = Server(given.port, Gateway(given.callback, given.store))
    if not given.quiet:
        print(f"gateway: port {server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
