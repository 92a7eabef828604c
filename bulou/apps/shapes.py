"""What the objects of an app must look like at least, so that every page can show them."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from bulou.apps.errors import BadApp
from bulou.apps.menus import Menu
from bulou.apps.stores import FOLDERS

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Label = Annotated[
    dict[str, Annotated[str, StringConstraints(max_length=200)]], Field(min_length=1, max_length=20)
]


class _Named(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)

    key: Key
    label: Label


class _Role(_Named):
    home: str | None = None


class _Widget(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)

    key: str
    kind: str
    form: Key | None = None
    aggregate: dict[str, Any] | None = None
    figures: list[dict[str, Any]] | None = None

    @model_validator(mode="after")
    def _complete(self) -> "_Widget":
        needed = {"chart": self.aggregate, "figures": self.figures, "ranking": self.figures}
        if self.kind in needed and needed[self.kind] is None:
            raise ValueError(f"a {self.kind} without what it shows")
        return self


class _Dashboard(_Named):
    form: Key
    position: int = 0
    widgets: list[_Widget]


class _Pool(_Named):
    form: Key


class _Print(_Named):
    form: Key
    name: str = Field(min_length=1, max_length=200)
    content: str


class _Defined(_Named):
    """A view or a public form; the rest is judged where it is put."""

    form: Key
    definition: dict[str, Any]


class _Rule(_Named):
    """A rule; `form` is null where no record starts it."""

    form: Key | None = None
    definition: dict[str, Any]


class _Head(BaseModel):
    label: Label


SHAPES: Mapping[str, type[BaseModel]] = {
    "role": _Role,
    "dashboard": _Dashboard,
    "menu": Menu,
    "pool": _Pool,
    "print": _Print,
    "view": _Defined,
    "public_form": _Defined,
    "rule": _Rule,
}
LEFT_OUT = "left_out"  # what a file of a package says beside its object


def judge(kind: str, key: str, body: Any) -> None:
    """BadApp for an object that no page could show; forms are judged where they are published."""
    if kind in SHAPES:
        plain = {name: each for name, each in body.items() if name != LEFT_OUT}
        _judge(SHAPES[kind], f"{FOLDERS[kind]}/{key}.yaml", plain)


def judge_label(label: Any) -> None:
    """BadApp where the name of an app is none."""
    _judge(_Head, "app.yaml", {"label": label})


def _judge(shape: type[BaseModel], file: str, body: Any) -> None:
    try:
        shape.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadApp(file=file, reason=f"{place}: {first['msg']}"[:200]) from error
