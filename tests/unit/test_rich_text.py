"""Formatted text: nothing in it runs, and it can be read as plain text."""

from __future__ import annotations

import pytest

from bulou.forms.values.rich import cleaned, formatted, plain

# what comes in, what must not be left of it
EVIL = [
    ("<script>alert(1)</script><p>x</p>", "script"),
    ('<img src=x onerror="alert(1)">x', "onerror"),
    ('<a href="javascript:alert(1)">x</a>', "javascript"),
    ('<a href="&#106;avascript:alert(1)">x</a>', "href"),
    ('<p style="position:fixed">x</p>', "style"),
    ('<iframe src="https://example.com"></iframe>x', "iframe"),
    ("<svg><style><img src=x onerror=alert(1)></style></svg>x", "onerror"),
    (
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">x',
        "<img",
    ),
]


@pytest.mark.parametrize(("text", "gone"), EVIL)
def test_nothing_runs(text: str, gone: str) -> None:
    clean = cleaned(text)
    assert gone not in clean
    assert cleaned(clean) == clean


def test_looks_are_kept() -> None:
    text = '<h2>标题</h2><ul><li><strong>一</strong></li></ul><p><a href="https://a.cn">链接</a></p>'
    assert cleaned(text).replace(' rel="noopener noreferrer nofollow"', "") == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<p>a &amp; b</p><p>c</p>", "a & b\nc"),
        ("<ul><li>一</li><li>二</li></ul>", "一\n二"),
        ("<p>a<br>b</p>", "a\nb"),
        ("<p></p><hr>", ""),
        ("1 &lt; 2", "1 < 2"),
    ],
)
def test_it_reads_as_plain_text(text: str, said: str) -> None:
    assert plain(text) == said


def test_plain_text_becomes_paragraphs() -> None:
    assert formatted("a < b\n\nc") == "<p>a &lt; b</p><p>c</p>"
    assert formatted("<p>a</p>") == "<p>a</p>"
