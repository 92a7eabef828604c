"""Addresses as people write them."""

from __future__ import annotations

import pytest

from bulou.forms.values.regions import read_address, region_names, regions

ADDRESSES = [
    ("广东省深圳市南山区科苑路8号", "44/4403/440305", "科苑路8号"),
    ("深圳南山区科苑路8号", "44/4403/440305", "科苑路8号"),
    ("深圳市 科苑路8号", "44/4403", "科苑路8号"),
    ("广东/深圳/南山区", "44/4403/440305", ""),
    ("广东南山区", "44/4403/440305", ""),
    ("北京市朝阳区望京街 9 号", "11/1101/110105", "望京街 9 号"),
    ("北京市北京市朝阳区", "11/1101/110105", ""),
    ("湖北省仙桃市沔阳大道", "42/4290/429004", "沔阳大道"),
    ("新疆维吾尔自治区乌鲁木齐市天山区", "65/6501/650102", ""),
    ("內蒙古自治區呼和浩特市", "15/1501", ""),
    ("朝阳路12号", None, "朝阳路12号"),
    ("1 Main Street, Springfield", None, "1 Main Street, Springfield"),
]


@pytest.mark.parametrize(("text", "region", "detail"), ADDRESSES)
def test_the_region_is_read_out_of_an_address(text: str, region: str | None, detail: str) -> None:
    found = read_address(text)
    assert (found.region, found.detail) == (region, detail)


def test_names_are_said_as_people_say_them() -> None:
    assert region_names("11/1101/110105") == ["北京市", "朝阳区"]
    assert region_names("42/4290/429004") == ["湖北省", "仙桃市"]


def test_every_place_is_there_once() -> None:
    tree = regions()
    assert len(tree.roots) == 34 and len(tree.by_path) > 3500
    assert all(place.names[0] for way in tree.by_path.values() for place in way)
