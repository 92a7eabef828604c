"""Why a push is refused."""

from bulou.kit.errors import AppError, Conflict, Invalid


class PushDone(Conflict):
    """The record went through this push already. `push`, `by`, `at`, `records`: what it became, as far as the caller
    may see it."""

    code = "push.done"


class PushNeeded(Conflict):
    """Nobody gets into this stage but by a push. `push`, `label`, `form`, `stage`."""

    code = "push.needed"


class FormGone(Conflict):
    """The push leads to a form that was deleted. `push`: what it is called; `key`, `step`."""

    code = "push.form_gone"


class PushRefused(Invalid):
    """Something is wrong with the records that would come out; the problems are named `<step>.<field>`, those of the
    record that is pushed `source.<field>`. `messages`: what rules said."""

    code = "push.refused"


class NoMaking(AppError):
    """The caller may not make records of a form that the push leads to. `form`: its name; `key`, `step`."""

    code, status = "push.no_making", 403
