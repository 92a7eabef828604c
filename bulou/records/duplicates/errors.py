"""What the duplicates report refuses, by code."""

from bulou.kit.errors import Conflict


class NothingToCompare(Conflict):
    """The form has no key of duplicates and no name of companies by which records could be the same. `form`."""

    code = "duplicates.nothing"
