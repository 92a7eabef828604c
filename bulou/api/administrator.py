"""Who may come to the doors of the administration."""

from bulou.access.rights import may_manage_people
from bulou.api.call import Call
from bulou.kit.errors import Forbidden


def administrator(call: Call) -> None:
    """Forbidden for everybody else."""
    if not may_manage_people(call.actor):
        raise Forbidden(action="people", form="user")
