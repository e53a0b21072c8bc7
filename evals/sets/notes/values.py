"""Values that are written by a pattern or by rule: numbers, places, addresses on the network."""

from __future__ import annotations

import string
import unicodedata
from random import Random
from typing import Final

from . import checksums
from .people import Person, invent_person
from .pools import words

_SIGNS: Final = {
    "#": string.digits,
    "%": "123456789",
    "$": "23456789",
    "@": "ABCDEFGHJKLMNPRSTUVWXYZ",
    "^": "ACDEFGHJKMNPQRTUVWXY0123456789",
    "&": "abcdef0123456789",
}


def fill(pattern: str, rng: Random) -> str:
    """Replace ``#`` by a digit, ``%`` by one from 1, ``$`` by one from 2, ``@`` by a capital, ``^``
    by capital or digit, ``&`` by a hexadecimal digit.
    """
    return "".join(rng.choice(_SIGNS[char]) if char in _SIGNS else char for char in pattern)


def from_format(name: str, rng: Random) -> str:
    """Return a value in one of the forms listed under ``name`` in ``formats.toml``."""
    return fill(rng.choice(words("formats", name)), rng)


def social_security(rng: Random) -> str:
    """Return a number of the right form: of areas unassigned before 2011, or kept for adverts."""
    if rng.random() < 0.2:
        area, group, serial = "987", "65", f"432{rng.randrange(10)}"
    else:
        area, group, serial = (
            str(rng.randint(773, 899)),
            f"{rng.randint(1, 99):02d}",
            f"{rng.randint(1, 9999):04d}",
        )
    return rng.choice(("-", "-", "-", " ", "")).join((area, group, serial))


def payment_card(rng: Random) -> str:
    """Return sixteen digits that pass Luhn, behind a prefix that testers use."""
    body = rng.choice(("400000", "510510", "222300")) + fill("#########", rng)
    digits = body + checksums.luhn_digit(body)
    return rng.choice((" ", "-", "")).join(digits[i : i + 4] for i in range(0, 16, 4))


def bank_iban(rng: Random) -> str:
    """Return an IBAN with a right check number, of a bank that does not exist."""
    country, form = rng.choice(
        (
            ("GB", "ZZZZ00%###########"[:18]),
            ("DE", "9999%#############"),
            ("FR", "99999%####^^^^^^^^^^^##"[:23]),
            ("IE", "ZZZZ00%###########"[:18]),
            ("NL", "ZZZZ##########"),
        )
    )
    plain = checksums.iban(country, fill(form, rng))
    if rng.random() < 0.5:
        return plain
    return " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def street(rng: Random) -> str:
    """Return a street and number, or a box."""
    if rng.random() < 0.1:
        return f"P.O. Box {rng.randint(11, 9999)}"
    number = rng.choice((str(rng.randint(1, 99)), str(rng.randint(100, 19999))))
    names, kinds = words("places", "streets"), words("places", "street_kinds")
    side = rng.choice(("", "", "", "N. ", "South ", "W "))
    made = f"{number} {side}{rng.choice(names)} {rng.choice(kinds)}"
    if rng.random() < 0.25:
        made += fill(rng.choice((", Apt %#@", " #%", ", Unit %", " Apt. %", ", Flat %")), rng)
    return made


def city(rng: Random) -> str:
    """Return a town, half of them made of parts."""
    if rng.random() < 0.5:
        return rng.choice(words("places", "cities"))
    return rng.choice(words("places", "starts")) + rng.choice(words("places", "ends"))


def mailbox(person: Person, rng: Random) -> str:
    """Return an e-mail address of a person, at a domain that is kept for examples."""
    given, family = latin(person.given), latin(person.family)
    local = rng.choice(
        (
            f"{given}.{family}",
            f"{given[0]}{family}",
            f"{given}{rng.randint(1, 99)}",
            f"{given}_{family}",
            f"{family}.{given[0]}",
            f"{latin(person.nick)}{rng.randint(1960, 2012)}",
            f"{given}-{family}+{rng.choice(('kids', 'med', 'news'))}",
        )
    )
    host = rng.choice(words("formats", "hosts"))
    if rng.random() < 0.05:
        return f"{local} at {host.replace('.', ' dot ')}"
    return f"{local}@{host}".capitalize() if rng.random() < 0.05 else f"{local}@{host}"


def user_name(person: Person, rng: Random) -> str:
    """Return a name to log in with, made of a person's."""
    given, family = latin(person.given), latin(person.family)
    return rng.choice(
        (
            f"{given[0]}{family}{rng.randint(1, 99)}",
            f"{given}{family[0]}_{rng.randint(2005, 2016)}",
            f"{family[:5]}{given[:2]}",
            f"@{latin(person.nick)}.{family[:3]}{rng.randint(1, 99)}",
            f"xX_{given}_Xx",
            f"{given}_the_{rng.choice(('goalie', 'gamer', 'bard', 'fox'))}",
        )
    )


def web_page(person: Person, rng: Random) -> str:
    """Return an address on the web that leads to a person."""
    form = fill(rng.choice(words("formats", "pages")), rng)
    return form.format(given=latin(person.given), family=latin(person.family))


def photograph(person: Person, rng: Random) -> str:
    """Return the file name of a picture of a person."""
    form = fill(rng.choice(words("formats", "photo_files")), rng)
    return form.format(given=latin(person.given), family=latin(person.family))


def latin(name: str) -> str:
    """Return a name in small letters without accents, spaces or signs."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in plain if char.isascii() and char.isalnum()) or "user"


def doctor_number(rng: Random) -> str:
    """Return the registration number of somebody who may prescribe."""
    return checksums.dea_number(rng, invent_person(rng).family)
