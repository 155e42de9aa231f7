"""The adapters of the outer channels. Each sends our id along: a second sending of the same is known by it.

A refusal that says "I had this one already" is an acceptance: the first sending's answer was lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from cixi_oversight.desk.enums import Channel, Fault
from cixi_oversight.desk.ports.channels import Endpoint
from cixi_oversight.desk.ports.gateway import Accepted, Failed, Refused, post

_TEXT_MAX: Final = 500
_ID_MAX: Final = 80


def send(endpoint: Endpoint, *, phone: str, text: str, client_id: str) -> Accepted | Refused:
    """Hand one text to a gateway. Never raises for what the other side does."""
    try:
        return _SENDERS[endpoint.channel](endpoint, phone, text[:_TEXT_MAX], client_id)
    except Failed as failed:
        return failed.refused


def _sms(endpoint: Endpoint, phone: str, text: str, client_id: str) -> Accepted | Refused:
    """As the provinces' SMS platforms take it: number, signature of the sender, text, our id."""
    answer = post(
        endpoint, "/sms/send", {"mobile": phone, "sign": endpoint.sender, "content": text, "clientId": client_id}
    )
    return _meaning(answer)


def _dingtalk(endpoint: Endpoint, phone: str, text: str, client_id: str) -> Accepted | Refused:
    """浙政钉: the account of a mobile is asked for first, then a work notification goes to it."""
    found = post(
        endpoint, "/mozi/employee/get_by_mobile", {"areaCode": "86", "mobile": phone, "tenantId": endpoint.sender}
    )
    account = _content(found).get("accountId")
    if not found.get("success") or not isinstance(account, str | int):
        return Refused(Fault.NO_ADDRESS, "no account for the mobile")
    message = json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False)
    answer = post(
        endpoint,
        "/message/workNotification",
        {"receiverIds": str(account), "tenantId": endpoint.sender, "bizMsgId": client_id, "msg": message},
    )
    return _meaning(answer)


_SENDERS: Final[Mapping[Channel, Callable[[Endpoint, str, str, str], Accepted | Refused]]] = {
    Channel.SMS: _sms,
    Channel.DINGTALK: _dingtalk,
}


def _meaning(answer: Mapping[str, Any]) -> Accepted | Refused:
    if answer.get("success") is True or answer.get("code") == "DUPLICATE":
        return Accepted(str(_content(answer).get("messageId", ""))[:_ID_MAX])
    return Refused(Fault.REFUSED, _code(answer))


def _content(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    content = answer.get("content")
    return content if isinstance(content, dict) else {}


def _code(answer: Mapping[str, Any]) -> str:
    """The gateway's code. Its sentence is not kept: it may repeat the number."""
    code = str(answer.get("code", ""))[:40]
    return code if code.isascii() and code.replace("_", "").replace("-", "").isalnum() else ""
