"""Who gets what from every address: one row for each, one letter for each role.

The roles, in this order: anonymous; a mentor, whose request, file and profile the rows are about;
a mentor of another path; an assessor of the mentor's path; a manager of another path; the manager
of the mentor's path; an editor; an administrator. Staff have shown their second factor.

    v  the page or file             s  to the sign-in page          r  to another page
    -  404, just as for a missing id                                m  405, a GET or a POST is not taken
    x  422, the form again          u  401, allauth's own page

GET stands for HEAD as well, and changes nothing. POST is tried where a row says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What a GET and a POST of one address give; `of` names what fills its parameters (World)."""

    get: str
    post: str = ""
    of: str = ""
    query: str = ""
    at: str = ""  # for an address that has no name and cannot be made of its route


ALL = "v v v v v v v v"
GUESTS = "v r r r r r r r"
SIGNED_IN = "s v v v v v v v"
OWNER = "s v - - - - - -"
STAFF = "s - - - v v v v"
DESK = "s - - - v v - v"
WITH_THE_REQUEST = "s - - - - v - v"
ADMINISTRATORS = "s - - - - - - v"
EDITORS = "s - - - - - v v"
OF_THE_PATH = "- v - v v v v v"  # staff read what is for one path too
NOBODY = "s - - - - - - -"

NO_GET = "s m m m m m m m"
NO_GET_STAFF = "s - - - m m m m"
# A sign-in in between makes a GET of what was sent: it leads back to the screen.
BACK_TO_THE_DESK = "s - - - - r - r"
NO_GET_EDITORS = "s - - - - - m m"
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


MATRIX: dict[str, Row] = {
    "home:home": Row(ALL, post="m m m m m m m m"),
    "home:robots": Row(ALL, post="m m m m m m m m"),
    # --- Search: without a question, for a question is logged --------------------------------
    "search:search": Row(ALL, post="m m m m m m m m"),
    "search:suggestions": Row(ALL, query="q=otter"),
    "search:clicked": Row("m m m m m m m m", post="x x x x x x x x"),
    **admin_of(
        "search_synonym",
        "synonym_object",
        route="search/synonym",
        see=EDITORS,
        add=EDITORS,
        change=EDITORS,
        delete=EDITORS,
    ),
    **admin_of(
        "search_querylog",
        "search_object",
        route="search/querylog",
        see=EDITORS,
        add=NOBODY,
        change=EDITORS,
        changed=NOBODY,
        delete=NOBODY,
    ),
    # --- Requests, for their senders ---------------------------------------------------------
    "contact:new_request": Row(ALL, post="x x x x x x x x"),
    "contact:request_sent": Row(ALL, of="sent"),
    "contact:own_requests": Row(SIGNED_IN, query="q=otter"),
    "contact:own_request": Row(OWNER, post=NO_GET, of="own_request"),
    "contact:own_reply": Row("s r - - - - - -", post="s x - - - - - -", of="own_request"),
    "contact:own_solved": Row("s r - - - - - -", post="s r - - - - - -", of="own_request"),
    "contact:own_file": Row(OWNER, of="own_file"),
    # The link in the email is the key: whoever holds it reads and replies.
    "contact:linked_request": Row(ANYBODY_WITH_THE_LINK, of="link"),
    "contact:linked_reply": Row("m m m m m m m m", post="x x x x x x x x", of="link"),
    "contact:linked_solved": Row("m m m m m m m m", post=AWAY, of="link"),
    "contact:linked_renew": Row("m m m m m m m m", post="- - - - - - - -", of="link"),
    "contact:linked_file": Row(ANYBODY_WITH_THE_LINK, of="linked_file"),
    # --- Requests, at the desk ---------------------------------------------------------------
    **admin_of(
        "contact_request",
        "request_object",
        route="contact/request",
        see=DESK,
        add=NOBODY,
        change=WITH_THE_REQUEST,
        delete=NOBODY,
    ),
    "admin:contact_request_answer": Row(BACK_TO_THE_DESK, post="s - - - - x - x", of="own_request"),
    "admin:contact_request_note": Row(BACK_TO_THE_DESK, post="s - - - - x - x", of="own_request"),
    "admin:contact_request_assign": Row(BACK_TO_THE_DESK, post="s - - - - x - x", of="own_request"),
    "admin:contact_request_take": Row(BACK_TO_THE_DESK, post="s - - - - x - x", of="own_request"),
    "admin:contact_request_transfer": Row(
        BACK_TO_THE_DESK, post="s - - - - x - x", of="own_request"
    ),
    "admin:contact_request_file": Row(WITH_THE_REQUEST, of="file_of_note"),
    **for_administrators("contact_topic", "topic_object", "contact/topic", deleted=IN_USE),
    # --- The Help Center ---------------------------------------------------------------------
    "helpcenter:home": Row(ALL, query="language=fr"),
    "helpcenter:category": Row(ALL, of="category"),
    "helpcenter:article": Row(OF_THE_PATH, of="article"),
    "helpcenter:vote": Row("m m m m m m m m", post="- x - x x x x x", of="article"),
    "helpcenter:picture": Row(OF_THE_PATH, of="picture"),
    "helpcenter:feed": Row(ALL),
    "helpcenter:sitemap": Row(ALL),
    **admin_of(
        "helpcenter_article",
        "article_object",
        route="helpcenter/article",
        see=EDITORS,
        add=EDITORS,
        change=EDITORS,
        delete=ADMINISTRATORS,
    ),
    "admin:helpcenter_article_preview": Row(NO_GET_EDITORS, post=EDITORS),
    "admin:helpcenter_article_upload": Row(NO_GET_EDITORS, post="s - - - - - x x"),
    "admin:helpcenter_article_compare": Row(EDITORS, of="article_history", query="old=1&new=1"),
    "admin:helpcenter_article_restore": Row(NO_GET_EDITORS, post=NOBODY, of="article_history"),
    **admin_of(
        "helpcenter_category",
        "category_object",
        route="helpcenter/category",
        see=EDITORS,
        add=EDITORS,
        change=EDITORS,
        delete=ADMINISTRATORS,
        deleted=IN_USE,
    ),
    # --- The outbox --------------------------------------------------------------------------
    **admin_of(
        "mail_outgoingemail",
        "email_object",
        route="mail/outgoingemail",
        see=STAFF,
        add=NOBODY,
        change=WITH_THE_REQUEST,
        changed=NOBODY,
        delete=NOBODY,
    ),
    "admin:mail_outgoingemail_as_read": Row(WITH_THE_REQUEST, of="email"),
    "admin:mail_outgoingemail_retry": Row(NO_GET_STAFF, post="s - - - - r - r", of="email"),
    "admin:mail_outgoingemail_discard": Row(NO_GET_STAFF, post="s - - - - r - r", of="email"),
    # --- People ------------------------------------------------------------------------------
    "people:profile": Row(SIGNED_IN, post=SIGNED_IN),
    "people:accept_invitation": Row(ALL, post=ALL, of="invited"),
    **for_administrators("people_user", "user_object", "people/user", add=NOBODY, delete=NOBODY),
    **for_administrators("people_team", "team_object", "people/team"),
    **for_administrators(
        "people_invitation", "invitation_object", "people/invitation", changed=NOBODY
    ),
    **admin_of(
        "people_absence",
        "absence_object",
        route="people/absence",
        see=DESK,
        add=DESK,
        change=WITH_THE_REQUEST,
        delete=WITH_THE_REQUEST,
    ),
    **for_administrators("paths_path", "path_object", "paths/path", deleted=IN_USE),
    # --- The admin itself --------------------------------------------------------------------
    "admin:index": Row(STAFF),
    "admin:stuck": Row(STAFF),
    "admin:app_list": Row(ADMINISTRATORS, of="app"),
    "admin:autocomplete": Row(
        ADMINISTRATORS, query="app_label=people&model_name=role&field_name=path&term=Data"
    ),
    "admin:jsi18n": Row(STAFF),
    "admin:login": Row(AWAY_STAFF, post=AWAY_STAFF),
    "admin:logout": Row("r - - - r r r r", post="r - - - r r r r"),
    "admin:password_change": Row(AWAY_STAFF, post=AWAY_STAFF),
    "admin:password_change_done": Row(AWAY_STAFF),
    "admin/(?P<url>.*)$": Row(NOBODY, at="/admin/nothing/here/"),
    # --- allauth: everybody's own account ----------------------------------------------------
    "account_login": Row(GUESTS, post=GUESTS),
    "account_logout": Row("r v v v v v v v", post=AWAY),
    "account_inactive": Row(ALL),
    "account_signup": Row(GUESTS, post=GUESTS),
    "account_reauthenticate": Row(SIGNED_IN, post=SIGNED_IN),
    "account_email": Row(SIGNED_IN, post=AWAY_SIGNED_IN),
    "account_email_verification_sent": Row(AWAY, post=AWAY),
    "account_change_password": Row(SIGNED_IN, post=SIGNED_IN),
    "account_set_password": Row(AWAY_SIGNED_IN, post=AWAY_SIGNED_IN),
    "account_reset_password": Row(ALL, post=ALL),
    "account_reset_password_done": Row(ALL),
    "account_reset_password_from_key": Row(ALL, of="reset"),
    "account_reset_password_from_key_done": Row(ALL),
    "account_request_login_code": Row(GUESTS, post=GUESTS),
    "account_confirm_login_code": Row(AWAY, post=AWAY),
    "mfa_index": Row(SIGNED_IN),
    "mfa_authenticate": Row(AWAY, post=AWAY),
    "mfa_reauthenticate": Row(AWAY_SIGNED_IN, post=AWAY_SIGNED_IN),
    # These ask for the password or the second factor again.
    "mfa_activate_totp": Row(AWAY_SIGNED_IN, post=AWAY_SIGNED_IN),
    "mfa_deactivate_totp": Row(NOBODY, post=NOBODY),
    "mfa_view_recovery_codes": Row(NOBODY),
    "mfa_generate_recovery_codes": Row(AWAY_SIGNED_IN, post=AWAY_SIGNED_IN),
    "mfa_download_recovery_codes": Row(NOBODY),
    "mfa_list_webauthn": Row(SIGNED_IN),
    "mfa_add_webauthn": Row(AWAY_SIGNED_IN, post=AWAY_SIGNED_IN),
    "mfa_edit_webauthn": Row(AWAY_SIGNED_IN, post=AWAY_SIGNED_IN, of="key"),
    "mfa_remove_webauthn": Row(AWAY_SIGNED_IN, post=AWAY_SIGNED_IN, of="key"),
    "mfa_login_webauthn": Row(AWAY, post=AWAY),
    "mfa_reauthenticate_webauthn": Row(AWAY_SIGNED_IN, post=AWAY_SIGNED_IN),
    "socialaccount_connections": Row(SIGNED_IN, post=SIGNED_IN),
    "socialaccount_login_cancelled": Row(ALL),
    "socialaccount_login_error": Row("s u u u u u u u"),
    "socialaccount_signup": Row(AWAY, post=AWAY),
    # Old addresses that lead to the new ones.
    "accounts/social/login/cancelled/": Row(AWAY_SIGNED_IN),
    "accounts/social/login/error/": Row(AWAY_SIGNED_IN),
    "accounts/social/signup/": Row(AWAY_SIGNED_IN),
    "accounts/social/connections/": Row(AWAY_SIGNED_IN),
}
