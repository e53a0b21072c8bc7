"""Building blocks of identifier patterns: classes, dates, streets, checksums, replacements."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal[
    "NAME",
    "BARE_NAME",
    "LOCATION",
    "ZIP",
    "DATE",
    "BIRTH_DATE",
    "AGE_OVER_89",
    "AGE",
    "COUNTRY",
    "PHONE",
    "FAX",
    "EMAIL",
    "SSN",
    "MRN",
    "HEALTH_PLAN",
    "ACCOUNT",
    "CARD",
    "LICENSE",
    "PASSPORT",
    "VEHICLE",
    "DEVICE",
    "URL",
    "IP",
    "BIOMETRIC",
    "PHOTO",
    "STUDENT_ID",
    "CASE_NUMBER",
    "CODE",
    "EIN",
    "USERNAME",
    "COMPANY",
]

MAX_LETTERS: Final = 40
"""Letters of a word that count; longer ones are no names."""
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
SPANISH_MONTH = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)"
)
YEAR = r"(?:19|20)\d\d"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
NUMERIC_MONTH = r"(?:0?[1-9]|1[0-2])"
DATE = (
    rf"(?:{YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:t\d\d:\d\d(?::\d\d)?z?)?"
    rf"|{DAY}[/.-]{DAY}[/.-](?:{YEAR}|\d\d)"
    rf"|{DAY}(?:st|nd|rd|th)?[ -](?:of )?{MONTH}\.?,?[ -](?:{YEAR}|'\d\d)"
    rf"|{MONTH}\.? {DAY}(?:st|nd|rd|th)?,? {YEAR}"
    rf"|{MONTH}\.? {DAY}(?:st|nd|rd|th)?(?![\d,.]?\d| ?(?:mg|ml|mcg|%|years|days|patients))"
    rf"|{DAY}(?:st|nd|rd|th)? (?:of )?{MONTH}(?=\W|$)"
    rf"|{DAY} de {SPANISH_MONTH}(?: del? {YEAR})?"
    rf"|(?:{DAY}[ /-])?(?:{SPANISH_MONTH} y )?{SPANISH_MONTH}[ /-](?:del? )?{YEAR}"
    rf"|{MONTH}\.?,? (?:of )?{YEAR}"
    rf"|{NUMERIC_MONTH}/{YEAR})"
)
STREET = (
    r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|way|"
    r"terrace|ter|square|sq|parkway|pkwy|circle|cir|close|crescent|highway|hwy)"
)
SEP = r"\s{0,2}(?:(?:is|was|no|nr|number|id|#|num)\b\.?\s{0,2}){0,2}[:#=-]?\s{0,2}#?"
TOWN = (
    r"(?-i:(?:, (?:in )?[A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15})?(?:, (?:[A-Z]{2}(?![A-Za-z])|"
    r"[A-Z][a-z]{3,15}))?)?)"
)
STATES = (
    r"(?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|"
    r"Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|"
    r"Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New (?:Hampshire|Jersey|"
    r"Mexico|York)|(?:North|South) (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|Pennsylvania|"
    r"Rhode Island|Tennessee|Texas|Utah|Vermont|(?:West )?Virginia|Washington|Wisconsin|Wyoming)"
)
STATE_CODES = (
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|"
    r"S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
)
FORMULA: Final = re.compile(r"(?:(?:Na|Cl|Ca|Fe|Mg|Cu|Br|Si|Al|Zn|[CHONSPKFI])\d{0,2}){2,12}")
"""A chemical formula, such as C6H12O6."""
CASE = r"(?=[\w/-]{0,19}\d)[A-Z0-9][\w/-]{3,23}"
CODE = r"(?:(?-i:[A-Z]{2,4}) (?=\d))?(?=[A-Z0-9-]{0,19}\d)[A-Z0-9][A-Z0-9-]{3,19}"

RESTRICTED_ZIP3: Final = frozenset(
    [
        "036",
        "059",
        "063",
        "102",
        "203",
        "556",
        "692",
        "790",
        "821",
        "823",
        "830",
        "831",
        "878",
        "879",
        "884",
        "890",
        "893",
    ]
)
"""Areas of 20,000 people or fewer, 2000 census: HHS guidance on de-identification, 2012."""

Check: TypeAlias = Callable[[str], bool]


def always(_: str) -> bool:
    """Accept every match: the pattern alone decides."""
    return True


def is_luhn(text: str) -> bool:
    """Tell whether the digits of ``text`` pass the Luhn check of payment cards."""
    digits = [int(c) for c in text if c.isdigit()]
    if not 13 <= len(digits) <= 19:
        return False
    doubled = [d * 2 - 9 if d > 4 else d * 2 for d in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


def is_ssn(text: str) -> bool:
    """Tell whether the number is in a range that was ever issued as a US social security number."""
    digits = "".join(c for c in text if c.isdigit())
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return area not in {"000", "666"} and group != "00" and serial != "0000" and area < "900"


def is_npi(text: str) -> bool:
    """Tell whether ten digits pass the check of US National Provider Identifiers.

    The Luhn check over the number with the prefix 80840 (45 CFR 162.406).
    """
    return len(text) == 10 and text[0] in "12" and is_luhn("80840" + text)


def is_iban(text: str) -> bool:
    """Tell whether a text passes the check of international account numbers (ISO 13616).

    The first four characters go to the end, letters become 10 to 35, and the rest by 97 is 1.
    """
    joined = re.sub(r"[\s-]", "", text).upper()
    if not 15 <= len(joined) <= 34 or not (joined.isascii() and joined.isalnum()):
        return False
    return int("".join(str(int(c, 36)) for c in joined[4:] + joined[:4])) % 97 == 1


def is_over_89(text: str) -> bool:
    """Tell whether an age must be given as 90 or over."""
    digits = re.search(r"\d+", text)
    return digits is not None and 89 < int(digits.group()) < 130


def replacement(kind: Kind, text: str) -> str:
    """Return what may stand in place of an identifier: a year, 90+, three digits, or the class."""
    if kind in {"DATE", "BIRTH_DATE"}:
        year = re.search(YEAR, text)
        return year.group() if year else "[DATE]"
    if kind in {"AGE", "COUNTRY"}:
        return text
    if kind == "AGE_OVER_89":
        return "90+"
    if kind == "ZIP":
        return "000" if text[:3] in RESTRICTED_ZIP3 else text[:3]
    return f"[{kind}]"
