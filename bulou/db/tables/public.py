"""Public forms: their addresses and settings, spent challenges, entries by source, entries that met a known record."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

public_form = Table(
    "public_form",
    metadata,
    identity(),
    words("form", required=True),
    words("slug", required=True),  # the secret part of the address
    words("seal", required=True),  # what challenges and upload tickets are signed with
    words("label", required=True),
    document("body", required=True),  # records.public.model.PublicDef
    number("enabled", required=True),
    number("logo"),  # a file
    number("version", required=True),
    number("taken", required=True),  # entries so far
    number("caught", required=True),  # entries of robots, thrown away
    number("turn", required=True),  # of the round robin
    moment("created_at", required=True),
    number("created_by"),
    moment("changed_at", required=True),
    number("changed_by"),
    words("object_key"),  # by which packages know it
    Index("ix_public_form_form", "form"),
    Index("ux_public_form_slug", "slug", unique=True),
    Index("ux_public_form_object", "object_key", unique=True),
    sqlite_autoincrement=True,
)

public_spent = Table(
    "public_spent",
    metadata,
    words("nonce", required=True, primary_key=True),
    moment("until", required=True),  # when the challenge would have expired anyway
    Index("ix_public_spent_until", "until"),
)

public_source = Table(
    "public_source",
    metadata,
    number("public_id", required=True),
    words("code", required=True),  # "" where the address named none, "*" all that found no room
    number("count", required=True),
    moment("last_at", required=True),
    PrimaryKeyConstraint("public_id", "code"),
)

public_twin = Table(
    "public_twin",
    metadata,
    identity(),
    number("public_id", required=True),
    words("form", required=True),
    number("record_id"),  # the record that has the unique value already
    words("source", required=True),
    document("sent", required=True),  # what the visitor wrote
    moment("at", required=True),
    Index("ix_public_twin_public", "public_id", "id"),
    sqlite_autoincrement=True,
)
