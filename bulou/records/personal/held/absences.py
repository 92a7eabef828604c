"""Why somebody is away, in their own words: the note may name whom they deal with."""

from bulou.db.tables.people import absence
from bulou.records.personal.held.texts import Texts
from bulou.records.personal.kinds import anywhere

anywhere.register(Texts("absences", absence, plain=("note",)))
