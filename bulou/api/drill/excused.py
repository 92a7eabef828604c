"""What the drill does not knock at: the reason, and what it holds for. A new door stands in a probe or here."""

from collections.abc import Mapping

OWN = "only what the person typed or chose, of nobody else"
SIGNING = "signing in and out: nobody is anybody yet"
PUBLIC = "labels of roles, which everybody shares with"
PRODUCT = "the same for everybody: about the product, not about what is in it"
CHANNELS = "names of channels, for those who configure rules: nothing of what goes through them"
QUIET = (
    "work of the product itself: it tells nobody, and what it makes is read through doors that are drilled"
)
ADMIN_ONLY = "an administrator's, who may know everything"

EXCUSED: Mapping[str, tuple[str, ...]] = {
    OWN: (
        *(
            "door:list_sessions",
            "door:end_session",
            "door:list_tokens",
            "door:create_token",
            "door:revoke_token",
        ),
        *("door:change_me", "door:change_password", "door:set_preference"),
        *("door:list_my_absences", "door:add_my_absence", "door:change_my_absence", "door:end_my_absence"),
        *("door:get_security", "door:begin_second_factor", "door:confirm_second_factor"),
        *("door:remove_second_factor", "door:renew_recovery_codes", "door:unlink_identity"),
        *("door:change_notice_choices", "door:mute_notices", "door:unmute_notices"),
        *("door:end_other_sessions", "door:list_calendar_feeds", "door:revoke_calendar_feed"),
    ),
    SIGNING: (
        *("door:sign_in", "door:sign_out", "door:sign_in_code", "door:list_ways_in"),
        *("door:begin_required_factor", "door:finish_required_factor"),
        *("door:sign_in_outside", "door:return_from_outside", "door:look_at_invitation", "door:join"),
    ),
    PUBLIC: ("door:pick_roles",),
    CHANNELS: ("door:list_rule_channels",),
    PRODUCT: (
        *(
            "door:get_health",
            "door:get_version",
            "door:list_kinds",
            "door:list_regions",
            "door:list_functions",
            "door:get_calendar",
            "door:list_rule_kinds",
        ),
    ),
    QUIET: (
        *("door:call_rule_hook", "handler:rules.match", "handler:rules.calendar"),
        *("job:rules.run", "job:rules.rebuild", "job:rules.clear"),
        *(
            "handler:records.belonging",
            "handler:records.formulas",
            "handler:records.formulas_calendar",
            "handler:search.rebuild",
        ),
        *(
            "job:records.formulas",
            "job:records.person_merged",
            "job:records.person_moved",
            "job:search.rebuild",
            "job:deliveries.prune",
            "job:pools.clocks",
            "job:pools.recycle",
            "handler:pools.clock",
            "handler:pools.assign",
            "handler:pools.changed",
        ),
        *(
            "job:exchange.sweep",
            "job:records.empty_bin",
            "job:records.sweep_files",
            "job:forms.purge",
            "job:prune",
        ),
        *("job:reports.note_leaks", "job:forms.convert", "job:people.clearing", "job:audit.nightly"),
    ),
    ADMIN_ONLY: (
        *("job:apps.install", "job:backup", "job:audit.export", "job:audit.verify"),
        *("job:personal.export", "job:personal.erase"),
    ),
}
