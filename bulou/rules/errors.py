"""What rules refuse, by code."""

from bulou.kit.errors import AppError, Conflict, Invalid, NotFound


class RuleNotFound(NotFound):
    """There is no such rule, or the caller may not know of it. `id`."""

    code = "rules.not_found"


class RunNotFound(NotFound):
    """There is no such run of a rule that the caller may configure. `id`."""

    code = "rules.run_not_found"


class RuleInvalid(Invalid):
    """The definition cannot be used; `problems` say where."""

    code = "rules.invalid"


class RuleChanged(Conflict):
    """Somebody changed the draft meanwhile. `version`, `by` ({id, title} or None), `at`."""

    code = "rules.changed"


class KeyTaken(Conflict):
    """Another rule has this key. `key`."""

    code = "rules.key_taken"


class NothingToPublish(Conflict):
    """No draft is kept, or no version was ever published."""

    code = "rules.nothing_to_publish"


class NotFailed(Conflict):
    """Only a run that failed can be tried again. `state`."""

    code = "rules.not_failed"


class NotPressable(Conflict):
    """The button is not offered on this record now."""

    code = "rules.not_now"


class HookRefused(AppError):
    """A call of a webhook without its signature, or with a wrong or an old one."""

    code, status = "rules.hook_refused", 403


class TooManyCalls(AppError):
    """A webhook is called more often than it may be. `seconds`."""

    code, status = "rules.too_many_calls", 429


class TooManyItems(AppError):
    """A block would be gone through with more records than its limit. `limit`."""

    code, status = "rules.too_many_items", 422


class NoRecord(AppError):
    """The step needs a record, and there is none any more."""

    code, status = "rules.no_record", 422


class NobodyThere(AppError):
    """The step names nobody who is active."""

    code, status = "rules.nobody", 422


class LostRole(AppError):
    """The rule acts with a role that its owner does not hold any more. `role`."""

    code, status = "rules.lost_role", 403


class NotSeen(AppError):
    """Whoever the rule acts as does not see the record, or a field that its condition asks for."""

    code, status = "rules.not_seen", 403


class NoSuchDay(AppError):
    """A day or moment that is counted from is none, or the sum leaves the calendar."""

    code, status = "rules.no_such_day", 422


class TextTooLong(AppError):
    """A text would be longer than anything takes once its places are filled. `max` characters."""

    code, status = "rules.text_too_long", 422


class RunTooLong(AppError):
    """A run has done more steps than one may. `max`."""

    code, status = "rules.run_too_long", 422
