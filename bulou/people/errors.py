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


class DepartmentNamed(Conflict):
    """Records or roles still name the department. `places`: where, in words; `where`: `[{kind, key, count}]`."""

    code = "departments.named"


class HeadNotActive(Conflict):
    """Only somebody who has not left can lead a department. `id`, `name`."""

    code = "departments.head_not_active"


class BadPosition(Invalid):
    """The position cannot be used; the problem says why."""

    code = "positions.bad"


class PositionNotFound(NotFound):
    """There is no such position. `id`."""

    code = "positions.not_found"


class PositionTaken(Conflict):
    """There is a position of this name already. `name`."""

    code = "positions.taken"


class PositionInUse(Conflict):
    """People still have the position. `people`, `name`."""

    code = "positions.in_use"


class BadAbsence(Invalid):
    """The absence cannot be used; the problems say why."""

    code = "absence.bad"


class AbsenceNotFound(NotFound):
    """There is no such absence of this person. `id`."""

    code = "absence.not_found"


class AbsenceOverlaps(Conflict):
    """The person is absent during a part of this already. `since`, `until`."""

    code = "absence.overlaps"


class SubstituteNotActive(Conflict):
    """A substitute must be somebody who can sign in. `id`, `name`."""

    code = "absence.substitute_not_active"


class SubstituteCircle(Conflict):
    """They would stand in for one another while all of them are absent. `names`."""

    code = "absence.circle"


class CannotInvite(Conflict):
    """Only somebody who is not activated yet can be invited. `id`, `name`."""

    code = "invitations.cannot"


class BadInvitation(Invalid):
    """The invitation cannot be made; the problems say why."""

    code = "invitations.bad"


class InvitationNotFound(NotFound):
    """There is no such open invitation. `id`."""

    code = "invitations.not_found"


class InvitationDead(AppError):
    """The link was used, revoked or has expired, or there never was one; which of these is not said."""

    code, status = "invitations.dead", 410


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


class LookingOver(Conflict):
    """Whom this session looks as can be looked as no more: disabled, or the one who looks administers no more. `name`.

    Nothing opens until the look is ended knowingly: what is done next would be done as oneself.
    """

    code = "looking.over"


class PasswordsOff(Forbidden):
    """Only administrators sign in by password here; everybody else does with the organisation's account."""

    code = "sign_in.passwords_off"


class HalfSignedIn(NotSignedIn):
    """Signing in was not finished in time or given up after too many wrong codes; it begins anew."""

    code = "sign_in.begin_again"


class WrongCode(NotSignedIn):
    """The code of the second factor is wrong, too old, or was used before."""

    code = "sign_in.wrong_code"


class SignInStale(Forbidden):
    """Somebody without a password proves who they are by having signed in just now. `minutes`."""

    code = "sign_in.stale"


class SecondFactorOn(Conflict):
    """The second factor is set up already; switch it off first."""

    code = "second_factor.on"


class SecondFactorOff(Conflict):
    """There is no second factor, or its set-up was not begun."""

    code = "second_factor.off"


class SecondFactorNeeded(Conflict):
    """The workspace asks this person for a second factor; it cannot be switched off."""

    code = "second_factor.needed"


class BadPolicy(Invalid):
    """The rules of signing in cannot be like that; the problems say why."""

    code = "security.bad"


class OutsideUnknown(Forbidden):
    """The provider vouches for somebody who has no account here."""

    code = "sign_in.outside_unknown"


class OutsideUnclear(Conflict):
    """Several people have the address that the provider vouches for."""

    code = "sign_in.outside_unclear"


class OnlyWayIn(Conflict):
    """Without this link the person could not sign in any more."""

    code = "sign_in.only_way"


class BadCalendar(Invalid):
    """The working calendar cannot be so; the problems say why."""

    code = "calendar.bad"


class CalendarChanged(Conflict):
    """Somebody changed the working calendar meanwhile."""

    code = "calendar.changed"


class CalendarMoved(Conflict):
    """What the change made was changed again, or it was undone. `days`, `week`, `undone`."""

    code = "calendar.moved"
