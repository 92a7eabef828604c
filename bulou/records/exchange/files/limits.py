"""How large a file may be, packed and unpacked; passed in, so that an installation may choose."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """`unpacked` and `memory` in bytes, `seconds` of reading; `ratio` counts above `ratio_from` bytes."""

    size: int = 200 * MB
    unpacked: int = 2_000 * MB
    parts: int = 5_000
    ratio: int = 200
    ratio_from: int = 50 * MB
    sheets: int = 250
    rows: int = 2_000_000
    columns: int = 1_000
    memory: int = 3_000 * MB
    seconds: int = 300
