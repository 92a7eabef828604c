"""What a process that sends was given at its entrance."""

from dataclasses import dataclass, field

from bulou.connect.addresses import Guard
from bulou.connect.mail import Post
from bulou.kit.secrets import Secrets


@dataclass(frozen=True)
class Means:
    """`post`: the mail server of the environment; `public_url`: where people open the workspace, for links."""

    secrets: Secrets
    guard: Guard = field(default_factory=Guard)
    post: Post | None = None
    public_url: str = ""
