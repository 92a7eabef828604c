"""The sentences of the product: catalogues by locale, one YAML file per subject (`errors`, `fields` …)."""

import functools
from collections.abc import Mapping
from importlib import resources
from typing import Any

from bulou.kit.errors import FieldProblem
from bulou.kit.words import DEFAULT_LOCALE, LOCALES
from bulou.kit.yaml_text import read_yaml

# Errors of different engines name their limits differently; texts say {min} and {max}.
SAME = {"min": "least", "max": "most"}


@functools.cache
def catalogue(locale: str) -> Mapping[str, str]:
    """Every text of `locale` by code; an unknown locale gives the default one."""
    folder = resources.files(__name__) / (locale if locale in LOCALES else DEFAULT_LOCALE)
    texts: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            texts.update(read_yaml(file.read_text("utf-8")) or {})
    return texts


def sentence(code: str, params: Mapping[str, Any], locale: str) -> str | None:
    """The text of `code` with `{params}` filled in, None when the catalogue has no such code."""
    text = catalogue(locale).get(code)
    return None if text is None else text.format_map(_Shown(params, "、" if locale == "zh-CN" else ", "))


def error_text(code: str, params: Mapping[str, Any] | None, locale: str) -> str:
    """What an error says to people, wherever it is told; its code where the catalogue has no sentence for it."""
    return sentence(code, params or {}, locale) or code


def field_error(item: FieldProblem, locale: str) -> dict[str, Any]:
    """`{field, code, detail, params}` of one thing that is wrong."""
    detail = error_text(item.code, item.params, locale)
    return {"field": item.field, "code": item.code, "detail": detail, "params": dict(item.params)}


class _Shown(dict[str, Any]):
    """Parameters as people read them: lists with commas, nothing for what is missing."""

    def __init__(self, params: Mapping[str, Any], comma: str) -> None:
        super().__init__(params)
        self.comma = comma

    def __getitem__(self, key: str) -> "_Text":
        return _Text(self._said(key))

    def _said(self, key: str) -> str:
        value = self.get(key, self.get(SAME.get(key, "")))
        if value is None:
            return ""
        if isinstance(value, list | tuple | set | frozenset):
            return self.comma.join(str(item) for item in value)
        return str(value)


class _Text(str):
    """A parameter that may bring its noun: `{rows:row|rows}` is "1 row", "12,345 rows"."""

    def __format__(self, forms: str) -> str:
        if "|" not in forms:
            return format(str(self), forms)
        one, many = forms.split("|")
        number = f"{int(self):,}" if self.isdecimal() else str(self)
        return f"{number} {one if self == '1' else many}".strip()
