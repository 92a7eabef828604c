"""Money as people write it."""

import pytest

from bulou.kit.money import told


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (80000, "CNY", "¥80,000"),
        (80000.0, "CNY", "¥80,000"),
        (1286000.5, "CNY", "¥1,286,000.50"),
        (-1234.05, "CNY", "−¥1,234.05"),
        (0, "CNY", "¥0"),
        (9_999_999_999_999.99, "CNY", "¥9,999,999,999,999.99"),
        (5, "USD", "$5"),
        (5, "CHF", "CHF 5"),
    ],
)
def test_money_carries_its_sign_and_no_empty_fen(value: float, currency: str, text: str) -> None:
    assert told(value, currency) == text
