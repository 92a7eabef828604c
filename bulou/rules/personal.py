"""What runs of rules keep of somebody outside: what a webhook sent, what a step was looking for."""

from bulou.db.tables.rules import rule_run, rule_step
from bulou.records.personal.held.texts import Texts
from bulou.records.personal.kinds import anywhere

anywhere.register(Texts("rule_runs", rule_run, json=("input", "place", "error")))
anywhere.register(Texts("rule_steps", rule_step, json=("output", "error")))
