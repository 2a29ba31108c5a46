"""One person, one address, one spelling."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from mentorhub.people import addresses
from mentorhub.people.models import User
from tests.factories import people


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("amina@example.net", "amina@example.net"),
        (" Amina@Example.NET\n", "amina@example.net"),
        ("AMINA@EXAMPLE.NET", "amina@example.net"),
        ("ａmina@example.net", "amina@example.net"),  # a wide letter
        ("ﬁona@example.net", "fiona@example.net"),  # one letter for two
    ],
)
def test_there_is_one_spelling(typed, kept):
    assert addresses.normalise(typed) == kept


@pytest.mark.parametrize(
    "address",
    [
        "amina",
        "amina@",
        "@example.net",
        "amina@localhost.",
        "amina@example.net, eve@example.org",
        "Amina <amina@example.net>",
        "amina@example.net\r\nBcc: eve@example.org",
        "amina\u200b@example.net",
        "amina@example.net\u200b",
        "amina@exam\u00adple.net",
        "\u202eamina@example.net",
        "amına@example.net",  # the i has no dot
        "amina@exämple.net",
        f"{'x' * 65}@example.net",
        f"amina@{'x' * 60}.{'y' * 60}.{'z' * 60}.{'w' * 60}.{'v' * 60}.net",
    ],
)
def test_s10_what_is_no_address_or_only_looks_like_one_is_refused(address):
    with pytest.raises(ValidationError):
        addresses.validate(address)


@pytest.mark.parametrize(
    "address", ["amina@example.net", "a.b+c@mail.example.co.uk", f"{'x' * 64}@example.net"]
)
def test_an_address_is_taken(address):
    addresses.validate(address)


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ["AMINA@mentorhub.example", " amina@MENTORHUB.example "])
def test_s10_an_account_keeps_it_and_is_the_only_one(spelling):
    first = people.user("Amina Berger")
    with pytest.raises(IntegrityError):
        User.objects.create_user(spelling, name="Another Amina")
    assert first.email == "amina@mentorhub.example"


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ["Leo@Example.net", " leo@EXAMPLE.net"])
def test_every_way_to_save_it_keeps_the_one_spelling(spelling):
    made = User.objects.create_superuser(spelling, name="Leo")
    changed = people.user("Mia Stone")
    changed.email = f"Mia.{spelling.strip()}"
    changed.save()
    assert sorted(User.objects.values_list("email", flat=True)) == [
        "leo@example.net",
        "mia.leo@example.net",
    ]
    assert User.objects.get_by_natural_key("LEO@example.NET") == made
