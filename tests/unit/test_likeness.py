"""Names of companies that are alike, and those that only look so."""

from __future__ import annotations

import random

import pytest

from bulou.kit.text import name_core
from bulou.records.duplicates.likeness import near
from bulou.records.duplicates.looking import gathered

ALIKE = [
    ("深圳市腾讯计算机系统有限公司", "深圳腾迅计算机系统有限公司"),  # the input method slipped
    ("湖北省武汉市华康医疗器械有限公司", "武汉华康医疗器械"),
    ("北京字节跳动科技有限公司", "北京字节跳动网络科技有限公司"),
    ("Acme Trading Ltd", "Acme Tradings Inc."),
    ("Northwind Traders", "Nortwind Traders GmbH"),
]
DIFFERENT = [
    ("武汉华康医疗器械有限公司", "武汉华泰医疗器械有限公司"),
    ("上海第一食品厂", "上海第二食品厂"),
    ("北京 12 号仓储", "北京 21 号仓储"),
    ("招商银行", "招商证券"),
    ("华康", "华糠"),  # too short to tell
]


def found(*names: str) -> list[int]:
    cores = [name_core(name) for name in names]
    return [score for _, _, score in near(cores, 0, len(cores))]


@pytest.mark.parametrize("names", ALIKE)
def test_names_that_are_alike_are_found(names: tuple[str, str]) -> None:
    [score] = found(*names)
    assert 85 <= score < 100


@pytest.mark.parametrize("names", DIFFERENT)
def test_names_of_different_firms_are_left_alone(names: tuple[str, str]) -> None:
    assert found(*names) == []


def test_pieces_find_what_the_whole_finds() -> None:
    draw = random.Random(7)
    words = "华康泰达恒味瑞安博远明辉东方新天地创科"
    names = sorted({"武汉" + "".join(draw.choices(words, k=5)) + "科技" for _ in range(400)})
    names += [name[:4] + "新" + name[4:] for name in names[:40]]
    whole = list(near(names, 0, len(names)))
    assert whole
    assert [pair for at in range(0, len(names), 100) for pair in near(names, at, at + 100)] == whole


def test_what_has_records_in_common_is_one_group_and_the_likeliest_comes_first() -> None:
    buckets = [("near:name", 90, [7, 8]), ("key:call", 100, [1, 2]), ("near:name", 88, [2, 3])]
    assert [(group, bucket[2]) for group, _, bucket in gathered(buckets)] == [
        (1, [1, 2]),
        (1, [2, 3]),
        (2, [7, 8]),
    ]


def test_a_chain_of_names_does_not_become_one_group_without_end() -> None:
    buckets = [("near:name", 90, [at, at + 1]) for at in range(1, 400)]
    sizes: dict[int, set[int]] = {}
    for group, _, (_, _, ids) in gathered(buckets):
        sizes.setdefault(group, set()).update(ids)
    assert max(map(len, sizes.values())) <= 51
