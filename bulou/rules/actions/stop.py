"""Stop here: what comes behind is not done."""

from bulou.records.actions import ActionKind, Doing, Options, Turn, actions


class Stop(Options):
    """Nothing to choose."""


def do(_doing: Doing, _options: Stop) -> Turn:
    """The run is done."""
    return Turn(stop=True)


actions.register(ActionKind("stop", {"zh-CN": "结束", "en-US": "Stop"}, Stop, do, order=83))
