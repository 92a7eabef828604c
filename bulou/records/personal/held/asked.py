"""What was asked for in words: jobs, batches, stored answers, facts not yet forgotten, views, preferences."""

from bulou.db.tables.events import idempotency, outbox
from bulou.db.tables.forms import saved_view
from bulou.db.tables.handover import handover
from bulou.db.tables.jobs import job
from bulou.db.tables.people import preference
from bulou.db.tables.records import batch
from bulou.records.personal.held.texts import Texts
from bulou.records.personal.kinds import anywhere

anywhere.register(Texts("jobs", job, json=("payload", "result", "error")))
anywhere.register(Texts("batches", batch, json=("request", "summary")))
anywhere.register(Texts("handovers", handover, json=("request", "result")))
anywhere.register(Texts("answers", idempotency, json=("answer",)))
anywhere.register(Texts("facts", outbox, json=("body",)))
anywhere.register(Texts("views", saved_view, json=("definition",)))
anywhere.register(Texts("choices", preference, json=("value",)))
