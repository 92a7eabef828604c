"""Print templates: Word files with placeholders, by the form whose records they print."""

from sqlalchemy import Index, Table

from bulou.db.metadata import document, identity, metadata, moment, number, words

print_template = Table(
    "print_template",
    metadata,
    identity(),
    words("key", required=True),  # what packages know it by
    words("form", required=True),
    document("label", required=True),
    words("name", required=True),  # of the file
    words("content", required=True),  # the file in base64, so that backups and packages have it
    number("size", required=True),  # of the file in bytes
    document("uses", required=True),  # [{path, tag}]: which fields it asks for, and where
    document("problems", required=True),  # what is wrong with it whatever the form is
    number("enabled", required=True),
    number("position", required=True),
    number("version", required=True),
    moment("created_at", required=True),
    number("created_by"),
    moment("changed_at", required=True),
    number("changed_by"),
    Index("ix_print_template_form", "form", "position"),
    Index("ux_print_template_key", "key", unique=True),
    sqlite_autoincrement=True,
)
