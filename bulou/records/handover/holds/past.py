"""Columns that say who did something: history, which no handover rewrites."""

from bulou.records.handover.contributed import Possession, possessions

DID = "who did it, for good"

possessions.register(
    Possession(
        key="past",
        label={"zh-CN": "历史", "en-US": "History"},
        fate="stays",
        covers={
            "form.created_by": DID,
            "form.updated_by": DID,
            "form.detail.person": "rows of a detail table are part of what was agreed then",
            "form.detail.people": "rows of a detail table are part of what was agreed then",
            "absence.created_by": DID,
            "invitation.created_by": DID,
            "audit.person_id": DID,
            "personal_request.by": DID,
            "batch.by": DID,
            "batch.undone_by": "the batch that undid it, no person",
            "batch.request": "what was asked at that time",
            "batch_row.before": "images for the undo",
            "batch_row.extra": "images for the undo",
            "comment.by": DID,
            "comment.mentions": "who was called at that time",
            "file.by": DID,
            "form_definition.published_by": DID,
            "form_draft.changed_by": DID,
            "history.by": DID,
            "history.changes": "values of that time",
            "import_memory.by": DID,
            "import_memory.plan": "how columns of a file were read",
            "import_run.proposal": "what was proposed at that time",
            "import_run.plan": "what was to be done at that time",
            "job.payload": "what was asked at that time",
            "notification.body": "what was told at that time",
            "outbox.actor_id": DID,
            "outbox.body": "facts of that time",
            "print_template.created_by": DID,
            "print_template.changed_by": DID,
            "public_form.created_by": DID,
            "public_form.changed_by": DID,
            "public_twin.sent": "what a visitor wrote",
            "reveal.person_id": DID,
            "share.by": DID,
            "stage_history.by": DID,
            "stage_history.owner": "whose it was when the stage was entered",
            "handover.person_id": "whose things went",
            "handover.by": DID,
            "handover.undone_by": DID,
            "handover.request": "what was asked at that time",
            "handover.result": "what was done at that time",
        },
        order=99,
    )
)
