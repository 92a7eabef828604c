"""SMS through Tencent Cloud (SendSms 2021-01-11), signed by TC3-HMAC-SHA256."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

import orjson

from bulou.connect import asking
from bulou.connect.outcome import Sent, Trouble
from bulou.connect.service import Option, Outgoing, Service, Told, services
from bulou.connect.texting import TEMPLATE, check_endpoint, fate_of, message

ENDPOINT = "https://sms.tencentcloudapi.com"
ALGORITHM = "TC3-HMAC-SHA256"
AWAY = (
    *("AuthFailure", "UnauthorizedOperation", "UnsupportedRegion", "FailedOperation.InsufficientBalance"),
    *("FailedOperation.SignatureIncorrectOrUnapproved", "ResourceNotFound", "ResourceUnavailable"),
)
LATER = ("LimitExceeded", "RequestLimitExceeded", "InternalError", "FailedOperation.FailResolvePacket")


def deliver(told: Told, out: Outgoing) -> Sent:
    """One SMS."""
    wanted = message(told, out)
    body = orjson.dumps(
        {
            "PhoneNumberSet": [wanted.phone],
            "SmsSdkAppId": told["app_id"],
            "SignName": told["sign"],
            "TemplateId": wanted.template,
            "TemplateParamSet": list(wanted.values.values()),
            "SessionContext": str(out.id),
        }
    )
    base = told["endpoint"] or ENDPOINT
    host, at = urlsplit(base).netloc, int(out.at.timestamp())
    headers = {
        "content-type": asking.JSON_TYPE,
        "x-tc-action": "SendSms",
        "x-tc-version": "2021-01-11",
        "x-tc-region": told["region"] or "ap-guangzhou",
        "x-tc-timestamp": str(at),
    }
    headers["authorization"] = authorization(told["secret_id"], told["secret_key"], "sms", host, at, body)
    return _sent(asking.read(asking.post(told.guard, f"{base}/", body, headers)))


def _sent(answer: Mapping[str, object]) -> Sent:
    given = answer.get("Response")
    reply: Mapping[str, object] = given if isinstance(given, Mapping) else {}
    error = reply.get("Error")
    if isinstance(error, Mapping):
        code = str(error.get("Code", ""))
        raise Trouble(fate_of(AWAY, LATER, code), "provider", f"{code} {error.get('Message', '')}")
    statuses = reply.get("SendStatusSet")
    status = statuses[0] if isinstance(statuses, list) and statuses else None
    if not isinstance(status, Mapping):
        raise Trouble("unclear", "odd_answer")
    code, said = str(status.get("Code", "")), str(status.get("Message", ""))
    if code == "Ok":
        return Sent(str(status.get("SerialNo", ""))[:100], said)
    raise Trouble(fate_of(AWAY, LATER, code), "provider", f"{code} {said}")


def authorization(id_: str, secret: str, service: str, host: str, at: int, body: bytes) -> str:
    """The header of a POST to `/` with a JSON body at the Unix second `at`; content-type and host are signed."""
    day = datetime.fromtimestamp(at, UTC).date().isoformat()
    signed = "content-type;host"
    lines = f"content-type:{asking.JSON_TYPE}\nhost:{host}\n"
    canonical = f"POST\n/\n\n{lines}\n{signed}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{day}/{service}/tc3_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    key = f"TC3{secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    text = f"{ALGORITHM}\n{at}\n{scope}\n{digest}"
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={id_}/{scope}, SignedHeaders={signed}, Signature={signature}"


services.register(
    Service(
        key="tencent_sms",
        purpose="sms",
        label={"zh-CN": "短信（腾讯云）", "en-US": "SMS (Tencent Cloud)"},
        options=(
            Option("secret_id", {"zh-CN": "SecretId", "en-US": "SecretId"}),
            Option("secret_key", {"zh-CN": "SecretKey", "en-US": "SecretKey"}, secret=True),
            Option("app_id", {"zh-CN": "短信应用 SdkAppId", "en-US": "SMS SdkAppId"}),
            *TEMPLATE,
            Option(
                "region",
                {"zh-CN": "地域", "en-US": "Region"},
                required=False,
                default="ap-guangzhou",
            ),
            Option(
                "endpoint",
                {"zh-CN": "接口地址（可不填）", "en-US": "Endpoint (optional)"},
                required=False,
            ),
        ),
        send=deliver,
        check=check_endpoint,
    )
)
