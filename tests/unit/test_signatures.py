"""The vendors' signatures against the values that they published."""

from __future__ import annotations

import hashlib

from bulou.connect.services import aliyun_sms, dingtalk_robot, feishu_robot, tencent_sms, webhook

EMPTY = hashlib.sha256(b"").hexdigest()


def test_aliyun_acs3() -> None:
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-version": "2014-05-26",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-content-sha256": EMPTY,
    }
    query = {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"}
    told = aliyun_sms.authorization("YourAccessKeyId", "YourAccessKeySecret", query, headers)
    wanted = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    assert told.endswith(f"Signature={wanted}")


def test_tencent_tc3() -> None:
    body = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    assert (
        hashlib.sha256(body).hexdigest() == "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064"
    )
    told = tencent_sms.authorization(
        "AKID", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE", "cvm", "cvm.tencentcloudapi.com", 1551113065, body
    )
    assert told.endswith("Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168")
    assert "Credential=AKID/2019-02-25/cvm/tc3_request" in told


def test_what_is_signed_changes_with_everything_in_it() -> None:
    for sign in (dingtalk_robot.signature, feishu_robot.signature):
        assert len({sign("a", 1), sign("a", 2), sign("b", 1)}) == 3
    bodies = {webhook.signature("s", "1", b"x"), webhook.signature("s", "2", b"x")}
    assert len(bodies | {webhook.signature("s", "1", b"y"), webhook.signature("t", "1", b"x")}) == 4
