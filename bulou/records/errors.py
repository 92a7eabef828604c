"""What the one door to business data refuses, by code."""

from bulou.kit.errors import AppError, Conflict, Forbidden, Invalid, NotFound


class RecordNotFound(NotFound):
    """There is no such record, or the caller may not know of it. `form`, `id`."""

    code = "records.not_found"


class RecordMerged(RecordNotFound):
    """The record became another one, which the caller may see. `form`, `id`, `merged_into`."""

    code = "records.merged"


class RecordDeleted(Conflict):
    """The record lies in the bin. `form`, `id`."""

    code = "records.deleted"


class NotDeleted(Conflict):
    """Only a record in the bin can be restored. `form`, `id`."""

    code = "records.not_deleted"


class EditConflict(Conflict):
    """Somebody changed the same fields meanwhile. `version`, `by`, `at`; `problems` say more."""

    code = "records.conflict"


class NotRestorable(Conflict):
    """An earlier value of this field cannot come back. `field`; `reason`: rows, computed, kind, no_right."""

    code = "history.not_restorable"


class Taken(Conflict):
    """A restored record would be the twin of a living one. `field`, `title`, `id` (null when not visible)."""

    code = "records.twin"


class StillReferred(Conflict):
    """The record cannot be deleted while others point at it. `form`, `field`, `count`."""

    code = "records.referred"


class StageGate(Invalid):
    """The stage asks for more before the record may enter or leave. `stage`, `fields`, `messages`."""

    code = "stage.gate"


class NoSuchStage(Invalid):
    """The form has no such stage. `stage`."""

    code = "stage.unknown"


class RuleRefused(Invalid):
    """A form rule refuses the change. `messages`."""

    code = "rules.refused"


class NotNow(Conflict):
    """The button does nothing on this record as it is. `form`."""

    code = "records.not_now"


class ReadOnlyForm(Forbidden):
    """People and departments are not written through records. `form`."""

    code = "records.read_only"


class TooManyQuestions(AppError):
    """Somebody asks for records that are there already faster than anybody fills in a form. `seconds`."""

    code, status = "records.too_many_questions", 429


class TooMany(Invalid):
    """More records at once than one request may name. `limit`."""

    code = "records.too_many"


class BadQuery(Invalid):
    """The list was asked for something it cannot do. `reason`, `value`."""

    code = "query.bad"


class FileTooLarge(AppError):
    """An uploaded file is larger than allowed. `limit` in bytes."""

    code, status = "files.too_large", 413


class BadImage(Invalid):
    """The picture is broken or larger than can be shown. `name`."""

    code = "files.bad_image"


class NotUndoable(Conflict):
    """The batch is running, was undone, is too old, or is of a kind that cannot be undone. `reason`."""

    code = "batches.not_undoable"


class BadShare(Invalid):
    """A record cannot be shared like this; the problems say why."""

    code = "records.bad_share"


class AlreadyOwned(Conflict):
    """Somebody has the record already. `owner`: their name."""

    code = "records.already_owned"


class NotMasked(Conflict):
    """Nothing of this field is shown masked to the caller on this record. `form`, `field`."""

    code = "records.not_masked"


class RevealBudget(AppError):
    """The caller has looked at as many masked values as a day allows. `limit`, `until`."""

    code = "records.reveal_budget"
    status = 429
