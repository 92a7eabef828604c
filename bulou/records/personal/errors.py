"""What requests about personal data are refused for."""

from bulou.kit.errors import Conflict, Invalid


class NotConfirmed(Invalid):
    """Erasing cannot be undone: whose data they are is to be typed once more, exactly. `phrase` is not told."""

    code = "personal.not_confirmed"


class PreviewNeeded(Conflict):
    """What would be erased is not what was last looked at: look again."""

    code = "personal.preview_needed"


class RequestClosed(Conflict):
    """The request was carried out already, or is being carried out. `state`."""

    code = "personal.closed"


class NothingChosen(Invalid):
    """No record was chosen that was found."""

    code = "personal.nothing_chosen"
