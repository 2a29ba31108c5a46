"""How somebody is found to be who they are, and what that alone lets them do: nothing."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class RolesBackend(AuthenticationBackend):
    """allauth's, without Django's tables of permissions.

    Rights hang on roles (access.py). The tables stay empty, and every page of the desk would ask
    them twice.
    """

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
