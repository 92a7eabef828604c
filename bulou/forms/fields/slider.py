"""Slider: a number picked between two ends."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from bulou.forms.fields.kind import Options, kinds, words
from bulou.forms.fields.number import Number
from bulou.forms.model import FieldDef
from bulou.kit.errors import FieldError


class SliderOptions(Options):
    """From `min` to `max` by `step`; `unit` is shown behind the value."""

    decimals: int = Field(default=0, ge=0, le=6)
    min: float = Field(default=0, allow_inf_nan=False)
    max: float = Field(default=100, allow_inf_nan=False)
    step: float = Field(default=1, gt=0, allow_inf_nan=False)
    unit: str | None = Field(default=None, max_length=20)

    @model_validator(mode="after")
    def _some_way_to_go(self) -> Self:
        if self.min >= self.max:
            raise ValueError("min must be less than max")
        if _scaled(self.step, self.decimals) % 1:
            raise ValueError("the step has more decimals than the value")
        return self


class Slider(Number):
    """A number between `min` and `max`, so many whole steps above `min`."""

    key = "slider"
    label = words("滑块", "Slider")
    options_model: ClassVar[type[Options]] = SliderOptions

    def check(self, field: FieldDef, value: Any) -> int | None:
        stored = super().check(field, value)
        options: SliderOptions = self.options(field)
        if stored is None:
            return None
        if (stored - _scaled(options.min, options.decimals)) % _scaled(options.step, options.decimals):
            raise FieldError("fields.off_step", min=options.min, step=options.step)
        return stored

    def sample(self, field: FieldDef) -> Any:
        options: SliderOptions = self.options(field)
        value = Decimal(str(options.min)) + Decimal(str(options.step))
        return int(value) if value == int(value) else float(value)


def _scaled(number: float, decimals: int) -> Decimal:
    return Decimal(str(number)).scaleb(decimals)


kinds.register(Slider())
