"""SMS through Aliyun (Dysmsapi 2017-05-25, SendSms), signed by ACS3-HMAC-SHA256."""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

import orjson

from bulou.connect import asking
from bulou.connect.outcome import Sent, Trouble
from bulou.connect.service import Option, Outgoing, Service, Told, services
from bulou.connect.texting import TEMPLATE, check_endpoint, fate_of, message

ENDPOINT = "https://dysmsapi.aliyuncs.com"
ALGORITHM = "ACS3-HMAC-SHA256"
# Codes by how they begin: the account or the channel is at fault, or it may be tried later. The rest is refused.
AWAY = (
    *("SignatureDoesNotMatch", "InvalidAccessKeyId", "InvalidTimeStamp", "Forbidden", "NoPermission"),
    *("isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE", "isv.PRODUCT_UN_SUBSCRIPT", "isv.ACCOUNT_", "isp.RAM_"),
)
LATER = (
    "isv.BUSINESS_LIMIT_CONTROL",
    "isp.SYSTEM_ERROR",
    "Throttling",
    "ServiceUnavailable",
    "InternalError",
)


def deliver(told: Told, out: Outgoing) -> Sent:
    """One SMS."""
    wanted = message(told, out)
    query = {
        "PhoneNumbers": wanted.phone.removeprefix("+86"),
        "SignName": told["sign"],
        "TemplateCode": wanted.template,
        "TemplateParam": orjson.dumps(dict(wanted.values)).decode(),
        "OutId": str(out.id),
    }
    base = told["endpoint"] or ENDPOINT
    moment = out.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    nonce = hashlib.sha256(f"{out.key}:{out.attempt}".encode()).hexdigest()[:32]
    headers = {
        "host": urlsplit(base).netloc,
        "x-acs-action": "SendSms",
        "x-acs-version": "2017-05-25",
        "x-acs-date": moment,
        "x-acs-signature-nonce": nonce,
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
    }
    headers["authorization"] = authorization(told["access_key_id"], told["access_key_secret"], query, headers)
    answer = asking.read(asking.post(told.guard, f"{base}/?{canonical_query(query)}", b"", headers))
    code, said = str(answer.get("Code", "")), str(answer.get("Message", ""))
    if code == "OK":
        return Sent(str(answer.get("BizId", ""))[:100], said)
    raise Trouble(fate_of(AWAY, LATER, code), "provider", f"{code} {said}")


def authorization(id_: str, secret: str, query: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The header of a POST to `/` without a body: `headers` are host and all of x-acs-…, in small letters."""
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    body = headers["x-acs-content-sha256"]
    canonical = f"POST\n/\n{canonical_query(query)}\n{lines}\n{names}\n{body}"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    signature = hmac.new(secret.encode(), f"{ALGORITHM}\n{digest}".encode(), hashlib.sha256).hexdigest()
    return f"{ALGORITHM} Credential={id_},SignedHeaders={names},Signature={signature}"


def canonical_query(query: Mapping[str, str]) -> str:
    """Sorted, by RFC 3986."""
    return "&".join(f"{quote(key, safe='-_.~')}={quote(query[key], safe='-_.~')}" for key in sorted(query))


services.register(
    Service(
        key="aliyun_sms",
        purpose="sms",
        label={"zh-CN": "短信（阿里云）", "en-US": "SMS (Aliyun)"},
        options=(
            Option("access_key_id", {"zh-CN": "AccessKey ID", "en-US": "AccessKey ID"}),
            Option(
                "access_key_secret", {"zh-CN": "AccessKey Secret", "en-US": "AccessKey secret"}, secret=True
            ),
            *TEMPLATE,
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
