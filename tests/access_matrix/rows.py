"""What a row of the matrix says, and what most rows say."""

from dataclasses import dataclass

OTHER_MANAGER = 4  # its place in a row


@dataclass(frozen=True)
class Row:
    """What a GET and a POST of one address give; `of` names what fills its parameters (World)."""

    get: str
    post: str = ""
    of: str = ""
    query: str = ""
    at: str = ""  # for an address that has no name and cannot be made of its route


def whole(letters: str) -> str:
    """All nine letters: one of eight gives the member of a team what the other manager gets."""
    eight = letters.split()
    return letters if len(eight) == 9 else f"{letters} {eight[OTHER_MANAGER]}"


ALL = "v v v v v v v v"
GUESTS = "v r r r r r r r"
SIGNED_IN = "s v v v v v v v"
OWNER = "s v - - - - - -"
STAFF = "s - - - v v v v"
OF_PATHS = "s - - - v v v v -"  # staff, but the members of a team have no path
DESK = "s - - - v v - v"
WITH_THE_REQUEST = "s - - - - v - v"
ADMINISTRATORS = "s - - - - - - v"
EDITORS = "s - - - - - v v"
OF_THE_PATH = "- v - v v v v v"  # staff read what is for one path too
GUIDE = "s v - v v v v v"  # nobody else, students least of all
TO_THE_NOTE = "s r - r r r r r"  # a sign-in in between makes a GET of what was sent
NOBODY = "s - - - - - - -"

NO_GET = "s m m m m m m m"
NO_GET_STAFF = "s - - - m m m m"
NO_GET_OF_PATHS = "s - - - m m m m -"
# A sign-in in between makes a GET of what was sent: it leads back to the screen.
BACK_TO_THE_DESK = "s - - - - r - r"
NO_GET_EDITORS = "s - - - - - m m"
REFUSED_EDITORS = "s - - - - - x x"
AWAY = "r r r r r r r r"
AWAY_SIGNED_IN = "s r r r r r r r"
AWAY_STAFF = "s - - - r r r r"
ANYBODY_WITH_THE_LINK = ALL
IN_USE = ADMINISTRATORS  # says what stands in the way instead of deleting


def admin_of(
    model: str,
    of: str,
    *,
    route: str,
    see: str,
    add: str,
    change: str,
    delete: str,
    changed: str = "",
    deleted: str = "",
) -> dict[str, Row]:
    """The rows of what Django's admin makes for a model; `see` is its list."""
    name = f"admin:{model}"
    return {
        f"{name}_changelist": Row(see),
        f"{name}_add": Row(add, post=add),
        f"{name}_change": Row(change, post=changed or change, of=of),
        f"{name}_history": Row(change, of=of),
        f"{name}_delete": Row(delete, post=deleted or delete.replace("v", "r"), of=of),
        f"admin/{route}/<path:object_id>/": Row(AWAY_STAFF, of=of),
    }


def for_administrators(model: str, of: str, route: str, **but: str) -> dict[str, Row]:
    """Those of a model that administrators alone look after."""
    rights = dict.fromkeys(["see", "add", "change", "delete"], ADMINISTRATORS) | but
    return admin_of(model, of, route=route, **rights)
