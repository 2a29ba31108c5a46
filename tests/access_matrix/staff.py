"""The admin, which is the desk and the editors' rooms."""

from .rows import (
    ADMINISTRATORS,
    AWAY_STAFF,
    BACK_TO_THE_DESK,
    DESK,
    EDITORS,
    IN_USE,
    NO_GET_EDITORS,
    NO_GET_OF_PATHS,
    NO_GET_STAFF,
    NOBODY,
    OF_PATHS,
    REFUSED_EDITORS,
    STAFF,
    WITH_THE_REQUEST,
    Row,
    admin_of,
    for_administrators,
)

STAFF_PAGES: dict[str, Row] = {
    # --- Search ------------------------------------------------------------------------
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
    "admin:contact_request_mark": Row(BACK_TO_THE_DESK, post="s - - - - x - x", of="own_request"),
    # Opened by GET, it leads back to the queue; nothing is ticked here, which says so there.
    "admin:contact_request_bulk_act": Row("s - - - r r - r", post="s - - - r r - r"),
    "admin:contact_request_bulk_result": Row(WITH_THE_REQUEST, of="bulk_act"),
    "admin:contact_request_saved": Row(DESK, post="s - - - x x - x"),
    "admin:contact_request_change_saved": Row(
        "s - - - - r - -", post="s - - - - r - -", of="saved_view"
    ),
    "admin:contact_request_follow": Row(BACK_TO_THE_DESK, post="s - - - - r - r", of="own_request"),
    "admin:contact_request_unfollow": Row(
        BACK_TO_THE_DESK, post="s - - - - r - r", of="own_request"
    ),
    "admin:contact_request_take": Row(BACK_TO_THE_DESK, post="s - - - - x - x", of="own_request"),
    "admin:contact_request_transfer": Row(
        BACK_TO_THE_DESK, post="s - - - - x - x", of="own_request"
    ),
    "admin:contact_request_articles": Row(WITH_THE_REQUEST, of="own_request", query="q=student"),
    "admin:contact_criteria": Row(OF_PATHS, query="path=1"),
    "admin:contact_report": Row(DESK),
    "admin:contact_report_csv": Row(NO_GET_STAFF, post=DESK),
    "admin:contact_request_file_rescan": Row(
        BACK_TO_THE_DESK, post=BACK_TO_THE_DESK, of="file_of_note"
    ),
    "admin:contact_request_file_discard": Row(
        BACK_TO_THE_DESK, post=BACK_TO_THE_DESK, of="file_of_note"
    ),
    "admin:contact_handover": Row(WITH_THE_REQUEST, post="s - - - - x - x", of="manager_by_id"),
    "admin:contact_taking_back": Row(WITH_THE_REQUEST, post="s - - - - x - x", of="manager_by_id"),
    "admin:contact_request_ready_answers": Row(WITH_THE_REQUEST, of="own_request", query="q=a"),
    "admin:contact_request_insert": Row(BACK_TO_THE_DESK, post="s - - - - x - x", of="own_request"),
    "admin:contact_request_draft": Row(BACK_TO_THE_DESK, post="s - - - - x - x", of="own_request"),
    "admin:contact_request_discard": Row(
        BACK_TO_THE_DESK, post="s - - - - r - r", of="own_request"
    ),
    "admin:contact_request_go_on": Row(BACK_TO_THE_DESK, post="s - - - - r - r", of="own_request"),
    "admin:contact_request_presence": Row(
        "s - - - m m - m", post="s - - - - x - x", of="own_request"
    ),
    "admin:contact_request_undo": Row(BACK_TO_THE_DESK, post="s - - - - r - r", of="own_request"),
    **admin_of(
        "contact_readyanswer",
        "ready_answer_object",
        route="contact/readyanswer",
        see=DESK,
        add=DESK,
        change=WITH_THE_REQUEST,
        delete=ADMINISTRATORS,
    ),
    "admin:contact_request_file": Row(WITH_THE_REQUEST, of="file_of_note"),
    **for_administrators("contact_topic", "topic_object", "contact/topic", deleted=IN_USE),
    # --- Guides ------------------------------------------------------------------------
    **admin_of(
        "guides_guide",
        "guide_object",
        route="guides/guide",
        see=EDITORS,
        add=EDITORS,
        change=EDITORS,
        changed=REFUSED_EDITORS,
        delete=ADMINISTRATORS,
        deleted=IN_USE,
    ),
    "admin:guides_guide_add": Row(EDITORS, post=REFUSED_EDITORS),
    "admin:guides_guide_preview": Row(NO_GET_EDITORS, post=EDITORS, of="guide_history"),
    "admin:guides_guide_upload": Row(NO_GET_EDITORS, post=REFUSED_EDITORS),
    "admin:guides_guide_publish": Row(EDITORS, post=REFUSED_EDITORS, of="guide_history"),
    "admin:guides_guide_discard": Row(EDITORS, post=REFUSED_EDITORS, of="guide_history"),
    "admin:guides_guide_readers": Row(EDITORS, post="s - - - - - r r", of="guide_history"),
    "admin:guides_guide_version": Row(EDITORS, of="guide_version"),
    "admin:guides_guide_compare": Row(EDITORS, of="guide_history", query="old=1&new=1"),
    "admin:guides_guide_restore": Row(NO_GET_EDITORS, post=NOBODY, of="guide_history"),
    # --- The Help Center ---------------------------------------------------------------
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
    "admin:helpcenter_article_attention": Row(EDITORS),
    "admin:helpcenter_article_gaps": Row(EDITORS, query="days=7&what=nothing"),
    "admin:helpcenter_article_gap": Row(EDITORS, query="words=heron&language=en&days=30"),
    "admin:helpcenter_article_write": Row(NO_GET_EDITORS, post=NOBODY),
    "admin:helpcenter_article_point": Row(NO_GET_EDITORS, post=NOBODY),
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
        see=OF_PATHS,
        add=NOBODY,
        change=WITH_THE_REQUEST,
        changed=NOBODY,
        delete=NOBODY,
    ),
    "admin:mail_outgoingemail_as_read": Row(WITH_THE_REQUEST, of="email"),
    "admin:mail_outgoingemail_retry": Row(NO_GET_OF_PATHS, post="s - - - - r - r", of="email"),
    "admin:mail_outgoingemail_discard": Row(NO_GET_OF_PATHS, post="s - - - - r - r", of="email"),
    # --- People ------------------------------------------------------------------------
    **for_administrators("people_user", "user_object", "people/user", add=NOBODY, delete=NOBODY),
    "admin:people_user_merge": Row(ADMINISTRATORS, post="s - - - - - - x", of="user_by_id"),
    "admin:people_user_end_sessions": Row(ADMINISTRATORS, post="s - - - - - - r", of="user_by_id"),
    "admin:people_user_switch_off": Row(ADMINISTRATORS, post="s - - - - - - r", of="user_by_id"),
    # The account is on: there is nothing to do, which the account's page says.
    "admin:people_user_switch_on": Row("s - - - - - - r", post="s - - - - - - r", of="user_by_id"),
    **for_administrators(
        "people_auditentry",
        "audited",
        "people/auditentry",
        add=NOBODY,
        changed=NOBODY,
        delete=NOBODY,
    ),
    **for_administrators("people_peopleimport", "imported", "people/peopleimport", delete=NOBODY),
    "admin:people_peopleimport_apply": Row(
        "s - - - - - - m", post="s - - - - - - r", of="imported_by_id"
    ),
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
        changed="s - - - - x - x",
        delete=WITH_THE_REQUEST,
    ),
    "admin:people_absence_add": Row(DESK, post="s - - - x x - x"),
    "admin:people_absence_come_back": Row(
        "s - - - m m - m", post="s - - - - r - r", of="absence_by_id"
    ),
    **for_administrators("paths_path", "path_object", "paths/path", deleted=IN_USE),
    # --- The admin itself --------------------------------------------------------------------
    "admin:index": Row(STAFF),
    "admin:here": Row(NO_GET_STAFF, post="s - - - o o o o"),
    "admin:health": Row(ADMINISTRATORS),
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
}
