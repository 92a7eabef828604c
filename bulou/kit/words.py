"""Texts by locale: `{"zh-CN": "客户", "en-US": "Account"}` is what every label of a definition is."""

from collections.abc import Mapping

Words = Mapping[str, str]

LOCALES = ("zh-CN", "en-US")
DEFAULT_LOCALE = "zh-CN"


def say(words: Words, locale: str) -> str:
    """The text in `locale`, else in the default one, else whatever there is, else ''."""
    text = words.get(locale) or words.get(DEFAULT_LOCALE)
    return text if text is not None else next(iter(words.values()), "")


def pick_locale(accept: str | None) -> str:
    """The best of our locales for an Accept-Language header."""
    for part in (accept or "").split(","):
        tag = part.split(";")[0].strip().lower()
        for locale in LOCALES:
            if tag and (locale.lower() == tag or locale.lower().split("-")[0] == tag.split("-")[0]):
                return locale
    return DEFAULT_LOCALE
