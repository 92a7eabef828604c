"""What a report refuses, by code."""

from bulou.kit.errors import Invalid, NotFound


class BadReport(Invalid):
    """The report asks for something that cannot be computed; `problems` say where."""

    code = "reports.bad"


class NoSuchDashboard(NotFound):
    """There is no such dashboard. `id`."""

    code = "reports.no_dashboard"
