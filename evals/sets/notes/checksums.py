"""Check digits of the numbers that carry one, so that a redactor which verifies them finds them."""

from __future__ import annotations

from random import Random
from typing import Final

_VIN_VALUES: Final = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True))
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def luhn_digit(payload: str) -> str:
    """Return the digit that ISO/IEC 7812 appends to ``payload``."""
    total = 0
    for place, char in enumerate(reversed(payload)):
        doubled = int(char) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def npi(rng: Random) -> str:
    """Return a National Provider Identifier: Luhn over the digits behind the prefix 80840."""
    body = "1" + "".join(rng.choices("0123456789", k=8))
    return body + luhn_digit("80840" + body)


def dea_number(rng: Random, surname: str) -> str:
    """Return a DEA registration number: two letters, six digits, check digit."""
    digits = "".join(rng.choices("0123456789", k=6))
    letter = surname[0].upper() if surname[0].isascii() and surname[0].isalpha() else "9"
    return rng.choice("ABFM") + letter + digits + dea_digit(digits)


def dea_digit(digits: str) -> str:
    """Return the seventh digit of a DEA number from the other six."""
    values = [int(char) for char in digits]
    return str((sum(values[0::2]) + 2 * sum(values[1::2])) % 10)


def routing_number(rng: Random) -> str:
    """Return nine digits that pass the ABA check; the prefix 5x is assigned to nobody."""
    digits = [5, *rng.choices(range(10), k=7)]
    total = sum(w * d for w, d in zip((3, 7, 1, 3, 7, 1, 3, 7), digits, strict=True))
    return "".join(map(str, digits)) + str(-total % 10)


def iban(country: str, bban: str) -> str:
    """Return the IBAN of ISO 13616 for a country and its basic account number."""
    moved = bban + country + "00"
    value = int("".join(str(int(char, 36)) for char in moved))
    return f"{country}{98 - value % 97:02d}{bban}"


def vin(rng: Random) -> str:
    """Return a vehicle number with its check digit in ninth place."""
    drawn = "".join(rng.choices("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", k=17))
    return drawn[:8] + vin_digit(drawn) + drawn[9:]


def vin_digit(number: str) -> str:
    """Return the check digit of 49 CFR 565.15 for 17 characters; the ninth does not count."""
    total = sum(
        int(_VIN_VALUES.get(char, char)) * weight
        for char, weight in zip(number, _VIN_WEIGHTS, strict=True)
    )
    return "0123456789X"[total % 11]
