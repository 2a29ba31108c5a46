"""What several browser tests do first."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Page

from mentorhub.people.models import User
from tests.factories.people import PASSWORD


def with_a_real_password(person: User) -> None:
    """Hashed as in production, for the web server does not know the tests' quick hasher."""
    person.password = Argon2PasswordHasher().encode(PASSWORD, "a-fixed-salt-for-tests")
    person.save(update_fields=["password"])


def sign_in(page: Page, person: User) -> None:
    """Fill in the sign-in page that is open; the page that follows has run its scripts."""
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()
