"""Each service against the other side, which computes signatures anew and says what providers say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bulou.db.database import Database
from tests.db.sending import Post
from tests.services import ID, SECRET, aliyun, answered, dingtalk, feishu, service, tencent, wecom

PHONE = "139 0225 5229"
SMS = {"sign": "不漏", "template": "SMS_1"}
ALIYUN = {**SMS, "access_key_id": ID, "access_key_secret": SECRET}
TENCENT = {**SMS, "secret_id": ID, "secret_key": SECRET, "app_id": "1400000000"}


@pytest.fixture
def post(sqlite_databases: Any, tmp_path: Path) -> Post:
    from bulou.db.database import open_database

    db: Database = open_database(sqlite_databases.migrated())
    return Post(db, tmp_path)


def test_aliyun_takes_a_template_with_its_values(post: Post) -> None:
    with service(aliyun) as there:
        post.channel("aliyun_sms", endpoint=there.url, **ALIYUN)
        payload = {"template": "SMS_71390007", "values": {"customer": "江海 食品*+~"}}
        id_ = post.queue("sms", to=PHONE, payload=payload)
        post.drain()
    [came] = there.taken
    assert came.query["TemplateParam"] == '{"customer":"江海 食品*+~"}'
    assert (came.query["PhoneNumbers"], came.query["SignName"]) == ("13902255229", "不漏")
    assert (post.state(id_), post.row(id_).answer) == ("sent", f"biz-{id_}")


def test_tencent_takes_a_template_with_its_values_in_order(post: Post) -> None:
    with service(tencent) as there:
        post.channel("tencent_sms", endpoint=there.url, **TENCENT)
        id_ = post.queue("sms", to=PHONE, payload={"template": "1110", "values": {"b": "一", "a": "二"}})
        post.drain()
    [came] = there.taken
    assert came.json["TemplateParamSet"] == ["一", "二"]
    assert came.json["PhoneNumberSet"] == ["+8613902255229"]
    assert (post.state(id_), post.row(id_).answer) == ("sent", "serial-1")


@pytest.mark.parametrize(
    ("kind", "judge", "given"), [("aliyun_sms", aliyun, ALIYUN), ("tencent_sms", tencent, TENCENT)]
)
def test_a_wrong_secret_holds_the_channel_not_the_message(
    post: Post, kind: str, judge: Any, given: dict[str, str]
) -> None:
    with service(judge) as there:
        secret = "access_key_secret" if kind == "aliyun_sms" else "secret_key"
        key = post.channel(kind, endpoint=there.url, **{**given, secret: "wrong"})
        id_ = post.queue("sms", to=PHONE, text="x")
        post.drain()
    assert post.state(id_) == "queued"
    assert post.known(key).down_since is not None


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "no"}, "failed"),
        ({"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "no"}, "queued"),
        ({"Code": "isv.AMOUNT_NOT_ENOUGH", "Message": "no"}, "queued"),
        ([], "unknown"),
    ],
)
def test_what_a_provider_says_decides(post: Post, said: Any, state: str) -> None:
    with service(aliyun) as there:
        there.says.append(answered(said))
        post.channel("aliyun_sms", endpoint=there.url, **ALIYUN)
        id_ = post.queue("sms", to=PHONE, text="x")
        post.drain()
    assert post.state(id_) == state


@pytest.mark.parametrize("to", ["", "027-88886666", "nobody", "1390225522"])
def test_what_gets_no_sms_fails(post: Post, to: str) -> None:
    with service(aliyun) as there:
        post.channel("aliyun_sms", endpoint=there.url, **ALIYUN)
        id_ = post.queue("sms", to=to, text="x")
        post.drain()
    assert (post.state(id_), there.came) == ("failed", [])


ROBOTS = {
    "dingtalk_robot": (dingtalk, f"/robot/send?access_token={ID}", True),
    "wecom_robot": (wecom, f"/cgi-bin/webhook/send?key={ID}", False),
    "feishu_robot": (feishu, "/open-apis/bot/v2/hook/1", True),
}


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robot_says_it_to_its_group(post: Post, kind: str) -> None:
    judge, path, signed = ROBOTS[kind]
    with service(judge) as there:
        options = {"url": there.url + path, **({"secret": SECRET} if signed else {})}
        post.channel(kind, **options)
        id_ = post.queue("robot", subject="商机赢单", text="江海食品 " + "长" * 9000)
        post.drain()
        assert post.state(id_) == "sent", post.row(id_).error
        assert "商机赢单" in there.taken[0].body.decode()


@pytest.mark.parametrize("kind", ["dingtalk_robot", "feishu_robot"])
def test_a_robot_with_a_wrong_signature_is_refused(post: Post, kind: str) -> None:
    judge, path, _ = ROBOTS[kind]
    with service(judge) as there:
        post.channel(kind, url=there.url + path, secret="wrong")
        id_ = post.queue("robot", text="x")
        post.drain()
        assert (post.state(id_), "provider" in post.row(id_).error) == ("failed", True)
