"""Settings of the workspace and the counters that say which cached thing is stale."""

from sqlalchemy import Table

from bulou.db.metadata import document, metadata, number, words

# Keys: name, zone, week_start, locale, currency, created_at, template, nightly_backup …
setting = Table(
    "setting",
    metadata,
    words("key", required=True, primary_key=True),
    document("value", required=True),
)

# Names: forms (definitions), people (people, departments, roles), raised by every change in the same Tx.
revision = Table(
    "revision",
    metadata,
    words("name", required=True, primary_key=True),
    number("value", required=True),
)
