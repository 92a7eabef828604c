"""Images: files that are shown."""

from typing import ClassVar

from bulou.forms.fields.file import File, FileOptions
from bulou.forms.fields.kind import Options, kinds, words


class ImageOptions(FileOptions):
    """As of files, limited to what browsers show."""

    types: tuple[str, ...] = ("png", "jpg", "jpeg", "gif", "webp")


class Image(File):
    """Pictures; stored `|12|13|`."""

    key = "image"
    label = words("图片", "Image")
    group = "linked"
    options_model: ClassVar[type[Options]] = ImageOptions


kinds.register(Image())
