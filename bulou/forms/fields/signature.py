"""Signature: drawn by hand, kept as a picture."""

from typing import ClassVar

from pydantic import Field

from bulou.forms.fields.file import FileOptions
from bulou.forms.fields.image import Image
from bulou.forms.fields.kind import Options, kinds, words


class SignatureOptions(FileOptions):
    """One small picture."""

    max_count: int = Field(default=1, ge=1, le=1)
    max_size: int = Field(default=2, ge=1, le=10)
    types: tuple[str, ...] = ("png",)


class Signature(Image):
    """What somebody drew with a finger or a mouse; stored `|12|`."""

    key = "signature"
    label = words("手写签名", "Signature")
    group = "linked"
    options_model: ClassVar[type[Options]] = SignatureOptions


kinds.register(Signature())
