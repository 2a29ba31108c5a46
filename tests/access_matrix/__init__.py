"""Who gets what from every address: one row for each, one letter for each role.

The roles, in this order: anonymous; a mentor, whose request, file and profile the rows are about;
a mentor of another path; an assessor of the mentor's path; a manager of another path; the manager
of the mentor's path; an editor; an administrator; and a member of a team who is nothing else. The
ninth letter is written where it is not that of the manager of another path, which it mostly is.
Staff have shown their second factor.

    v  the page or file             s  to the sign-in page          r  to another page
    -  404, just as for a missing id                                m  405, a GET or a POST is not taken
    x  422, the form again          u  401, allauth's own page      o  204, done, nothing to show

GET stands for HEAD as well, and changes nothing. POST is tried where a row says so.
"""

from .accounts import ACCOUNTS
from .rows import Row, whole
from .site import SITE
from .staff import STAFF_PAGES

MATRIX: dict[str, Row] = SITE | STAFF_PAGES | ACCOUNTS

__all__ = ["MATRIX", "Row", "whole"]
