"""Definitions of forms with their versions, saved views, dashboards, counters of serial numbers."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

form_definition = Table(
    "form_definition",
    metadata,
    words("form", required=True),
    number("version", required=True),
    words("state", required=True),  # published | replaced | deleted
    document("body", required=True),
    moment("published_at", required=True),
    number("published_by"),
    PrimaryKeyConstraint("form", "version"),
)

form_draft = Table(
    "form_draft",
    metadata,
    words("form", required=True, primary_key=True),
    number("based_on"),
    number("version", required=True),
    document("body", required=True),
    moment("changed_at", required=True),
    number("changed_by"),
)

app_object = Table(
    "app_object",
    metadata,
    words("kind", required=True),  # dashboard | menu | …
    words("key", required=True),
    document("body", required=True),
    number("version", required=True),
    PrimaryKeyConstraint("kind", "key"),
)

saved_view = Table(
    "saved_view",
    metadata,
    identity(),
    words("form", required=True),
    words("key"),  # of a view the template ships
    document("label", required=True),
    number("owner_id"),  # None: belongs to the workspace
    number("shared", required=True),
    number("position", required=True),
    document("definition", required=True),
    number("version", required=True),
    words("object_key"),  # by which packages know it
    Index("ix_saved_view_form", "form"),
    Index("ux_saved_view_object", "object_key", unique=True),
)

serial_counter = Table(
    "serial_counter",
    metadata,
    words("form", required=True),
    words("field", required=True),
    words("period", required=True),
    words("scope", required=True),
    number("value", required=True),
    PrimaryKeyConstraint("form", "field", "period", "scope"),
)
