"""The first person of a workspace: an administrator, made when it is initialised."""

from bulou.db.tx import Tx
from bulou.kit.protocols import SYSTEM
from bulou.people import accounts, passwords, roles

LABEL = {"zh-CN": "管理员", "en-US": "Administrator"}
DEFINITION = {"admin": True, "grants": []}


def create_owner(tx: Tx, account: str, password: str, name: str | None = None) -> int:
    """Create the account that may do everything; its id. BadPassword, BadPerson, AccountTaken."""
    passwords.check_password(password, account)
    known = {role["key"]: role for role in roles.listing(tx)}
    if not known.get(roles.ADMINISTRATOR, {}).get("definition", {}).get("admin"):
        roles.put(tx, SYSTEM, roles.ADMINISTRATOR, LABEL, DEFINITION)
    owner = accounts.NewPerson(
        name=name or account,
        account=account,
        password_hash=passwords.hash_password(password),
        roles=(roles.ADMINISTRATOR,),
    )
    return accounts.create(tx, SYSTEM, owner)
