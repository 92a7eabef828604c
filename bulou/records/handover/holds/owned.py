"""Records: owned by the person, to be done by them, or naming them in another field; moved by the split, not here."""

from bulou.records.handover.contributed import Possession, possessions

possessions.register(
    Possession(
        key="records",
        label={"zh-CN": "记录", "en-US": "Records"},
        fate="moves",
        covers={
            "form.owner": "goes to the receiver, with its department",
            "form.person": "an open task's assignee goes along; other fields when the handover asks for them",
            "form.people": "the receiver takes the place of the person when the handover asks for it",
        },
        order=0,
    )
)
