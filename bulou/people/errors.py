"""What departments, people and sign-in refuse, by code."""

from bulou.kit.errors import AppError, Conflict, Forbidden, Invalid, NotFound, NotSignedIn


class WrongCredentials(NotSignedIn):
    """Account and password do not belong together; which of them is wrong is not said."""

    code = "sign_in.wrong"


class TooManyAttempts(AppError):
    """Too many failed sign-ins for this account or from this address. `seconds` until the next try."""

    code, status = "sign_in.too_many", 429


class TokenInvalid(NotSignedIn):
    """The API token is unknown, expired or revoked."""

    code = "token.invalid"


class BadPassword(Invalid):
    """The password cannot be used; the problem says why."""

    code = "people.bad_password"


class BadPerson(Invalid):
    """Something about the person cannot be used; the problems say what."""

    code = "people.bad_person"


class AccountTaken(Conflict):
    """Somebody has this account already. `account`."""

    code = "people.account_taken"


class PersonNotFound(NotFound):
    """There is no such person. `id`."""

    code = "people.not_found"


class LastAdministrator(Conflict):
    """The workspace would be left without anybody who can administer it."""

    code = "people.last_administrator"


class PersonNotActive(Forbidden):
    """The person is disabled or was never activated. `id`, `state`."""

    code = "people.not_active"


class DepartmentNotFound(NotFound):
    """There is no such department. `id`."""

    code = "departments.not_found"


class DepartmentCycle(Conflict):
    """A department cannot lie below itself. `id`, `parent`."""

    code = "departments.cycle"


class DepartmentInUse(Conflict):
    """People or departments still belong to it. `people`, `departments`."""

    code = "departments.in_use"


class RoleNotFound(NotFound):
    """There is no such role. `key`."""

    code = "roles.not_found"


class RoleInUse(Conflict):
    """People still have the role. `people`."""

    code = "roles.in_use"


class RoleChanged(Conflict):
    """Somebody has saved the role since it was looked at. `key`, `version`."""

    code = "role.changed"


class LookingOnly(Forbidden):
    """Whoever looks as somebody else changes nothing."""

    code = "looking.read_only"
