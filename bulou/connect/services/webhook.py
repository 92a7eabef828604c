"""A webhook: JSON to an address of somebody else's system, signed, at least once with a key that stays the same.

The signature is `sha256=` and the hex HMAC-SHA256, under the channel's secret, of the timestamp, a full stop and the
body. Redirects are not followed; an answer of 2xx is success, and no more than its first 64 KB are read.
"""

import hashlib
import hmac
from collections.abc import Mapping

import orjson

from bulou.connect import asking
from bulou.connect.outcome import Sent, Trouble
from bulou.connect.service import Option, Outgoing, Service, Told, services

PATIENT = frozenset((408, 409, 423, 425, 429))  # it may take it another time


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What stands in X-Bulou-Signature."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def deliver(told: Told, out: Outgoing) -> Sent:
    """One call."""
    body = orjson.dumps(out.payload or {"subject": out.subject, "text": out.text})
    at = str(int(out.at.timestamp()))
    headers = {
        "content-type": asking.JSON_TYPE,
        "idempotency-key": out.key.encode("ascii", "backslashreplace").decode(),
        "x-bulou-delivery": str(out.id),
        "x-bulou-attempt": str(out.attempt),
        "x-bulou-timestamp": at,
    }
    if told["secret"]:
        headers["x-bulou-signature"] = signature(told["secret"], at, body)
    answer = asking.post(told.guard, told["url"], body, headers)
    said = str(answer.status)
    if 200 <= answer.status < 300:
        return Sent(answer=answer.headers.get("x-request-id", "")[:100], said=said)
    if 300 <= answer.status < 400:
        raise Trouble("refused", "redirected", said)
    if 400 <= answer.status < 500 and answer.status not in PATIENT:
        raise Trouble("refused", "http_status", said)
    raise Trouble("later", "http_status", said)


def check(options: Mapping[str, str]) -> Mapping[str, str]:
    """An address of the web."""
    return {} if asking.web_address(options["url"]) else {"url": "fields.not_a_link"}


services.register(
    Service(
        key="webhook",
        purpose="webhook",
        label={"zh-CN": "Webhook", "en-US": "Webhook"},
        options=(
            Option("url", {"zh-CN": "地址", "en-US": "Address"}),
            Option(
                "secret",
                {"zh-CN": "签名密钥", "en-US": "Signing secret"},
                secret=True,
                required=False,
                hint={
                    "zh-CN": "对方用它核对 X-Bulou-Signature",
                    "en-US": "The other side checks X-Bulou-Signature with it",
                },
            ),
        ),
        send=deliver,
        twice=True,
        check=check,
    )
)
