"""Messages to people and to other systems: channels, deliveries, and what each person wants to hear of and how."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import document, metadata, moment, number, words
from bulou.db.metadata import identity as identity_

channel = Table(
    "channel",
    metadata,
    words("key", required=True, primary_key=True),
    words("kind", required=True),  # a service: smtp | aliyun_sms | webhook | …
    words("label", required=True),
    document("config", required=True),  # what may be shown
    words("secret", required=True),  # JSON of the rest, sealed (kit.secrets)
    number("enabled", required=True),
    number("position", required=True),
    number("version", required=True),
    moment("down_since"),  # it does not take anything since then
    moment("down_until"),  # and is not tried before
    number("failures", required=True),  # in a row
    document("error"),
    moment("ok_at"),
    number("changed_by"),
    moment("changed_at", required=True),
)

delivery = Table(
    "delivery",
    metadata,
    identity_(),
    words("channel", required=True),  # a key, or a purpose: the first channel of it
    words("recipient", required=True),
    number("person_id"),  # of ours, whom it is for
    words("subject", required=True),
    words("text", required=True),
    words("html"),
    document("payload", required=True),
    words("key", required=True),
    words("cause"),  # rule:12:3, notice …
    words("drawing"),  # what writes the text at the moment of sending
    words("form"),
    number("record_id"),
    number("by"),  # who hears of it when it fails
    words("state", required=True),  # queued | sending | sent | failed | unknown | cancelled
    number("attempts", required=True),
    moment("next_at", required=True),
    words("claim"),  # who sends it
    moment("claim_until"),
    document("error"),
    words("answer"),  # the other side's number of it
    moment("created_at", required=True),
    moment("ended_at"),
    Index("ux_delivery_key", "key", unique=True),
    Index("ix_delivery_due", "state", "channel", "next_at"),
    Index("ix_delivery_record", "form", "record_id"),
    Index("ix_delivery_person", "person_id", "id"),
    Index("ix_delivery_ended", "ended_at"),
    sqlite_autoincrement=True,
)

notice_choice = Table(
    "notice_choice",
    metadata,
    number("person_id", required=True, primary_key=True, autoincrement=False),
    document("choices", required=True),  # connect.choices.Choices
    moment("at", required=True),
)

notice_mute = Table(
    "notice_mute",
    metadata,
    number("person_id", required=True),
    words("what", required=True),  # kind:<kind> | record:<form>:<id>
    moment("at", required=True),
    PrimaryKeyConstraint("person_id", "what", name="pk_notice_mute"),
)
