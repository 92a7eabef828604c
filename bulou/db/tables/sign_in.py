"""What signing in needs beside a password: second factors, half sessions, known devices, outside identities."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import identity, metadata, moment, number, words

second_factor = Table(
    "second_factor",
    metadata,
    number("person_id", required=True, primary_key=True, autoincrement=False),
    words("secret", required=True),  # sealed with the key file
    moment("created_at", required=True),
    moment("confirmed_at"),  # None while it is being set up: nothing asks for it yet
    number("last_step", required=True),  # the time step of the newest code that was taken; none twice
)

recovery_code = Table(
    "recovery_code",
    metadata,
    identity(),
    number("person_id", required=True, index=True),
    words("code_hash", required=True),
    moment("used_at"),
)

half_session = Table(
    "half_session",
    metadata,
    words("id_hash", required=True, primary_key=True),
    number("person_id", required=True, index=True),
    words("wants", required=True),  # code: the second factor | set_up: it must be set up first
    words("via", required=True),  # password | outside
    number("failures", required=True),
    moment("created_at", required=True),
    moment("expires_at", required=True),
    words("ip"),
    words("agent"),
)

known_device = Table(
    "known_device",
    metadata,
    number("person_id", required=True),
    words("device_hash", required=True),
    moment("first_at", required=True),
    moment("last_at", required=True),
    words("ip"),
    words("agent"),
    PrimaryKeyConstraint("person_id", "device_hash"),
)

outside_identity = Table(
    "outside_identity",
    metadata,
    identity(),
    number("person_id", required=True, index=True),
    words("issuer", required=True),
    words("subject", required=True),
    words("name"),  # how the provider calls them: shown, never compared
    moment("created_at", required=True),
    moment("used_at"),
    Index("ux_outside_identity", "issuer", "subject", unique=True),
)
