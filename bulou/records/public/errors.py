"""What public forms refuse, by code; nothing of it tells about records that exist."""

from bulou.kit.errors import AppError, Conflict, Invalid


class PublicClosed(AppError):
    """The public form takes no entries now. `reason`: off, early, over, full, broken."""

    code, status = "public.closed", 410


class PublicChanged(Conflict):
    """Somebody else changed the public form meanwhile. `version`."""

    code = "public.changed"


class ChallengeInvalid(Invalid):
    """The challenge is not one of this form, or its solution is wrong."""

    code = "public.bad_challenge"


class ChallengeExpired(Invalid):
    """The challenge is too old; the page asks for another one by itself."""

    code = "public.expired"


class ChallengeUsed(Conflict):
    """An entry has been sent with this challenge already."""

    code = "public.used"


class TooFast(AppError):
    """The entry came sooner than anybody fills in a form. `seconds` until it may come."""

    code, status = "public.too_fast", 429


class TooManyEntries(AppError):
    """Too many requests from this address or to this form. `seconds` until the next try."""

    code, status = "public.too_many", 429


class NotTaken(Invalid):
    """The entry cannot be kept for a reason the visitor cannot mend; those who configure see why."""

    code = "public.not_taken"


class EntryRefused(Invalid):
    """A rule of the form refuses the entry. `messages` are the rule's own words."""

    code = "public.refused"


class PublicInvalid(Invalid):
    """The settings of a public form have problems."""

    code = "public.invalid"
