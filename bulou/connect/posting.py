"""Letters that do not wait: codes and invitations, whose answer tells whether they have gone."""

from bulou.connect import channels
from bulou.connect.deliveries import Means, claiming
from bulou.connect.mail import Post
from bulou.connect.services import smtp
from bulou.db.tx import Tx


def at_once(tx: Tx, means: Means) -> Post | None:
    """The server of the first enabled channel for mail, else that of the environment; None where there is neither."""
    found = channels.of_name(channels.listing(tx), "mail")
    return means.post if found is None else smtp.post_of(claiming.told(found, means))
