"""Entries of public forms that met a record known already: what the visitor wrote."""

from bulou.db.tables.public import public_twin
from bulou.records.personal.held.texts import Texts
from bulou.records.personal.kinds import anywhere

anywhere.register(Texts("entries", public_twin, json=("sent",)))
