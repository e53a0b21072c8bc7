"""Patterns, checks and replacements for identifiers other than names.

Every pattern is bounded, so that matching takes time linear in the text. The group ``id``, where
there is one, is the identifier; the rest of the match is the context that makes it one.
"""

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
]

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
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
CASE = r"(?=[\w/-]{0,19}\d)[A-Z0-9][\w/-]{3,23}"
CODE = r"(?=[A-Z0-9-]{0,19}\d)[A-Z0-9][A-Z0-9-]{3,19}"

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


def _always(_: str) -> bool:
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


def is_over_89(text: str) -> bool:
    """Tell whether an age must be given as 90 or over."""
    digits = re.search(r"\d+", text)
    return digits is not None and 89 < int(digits.group()) < 130


def _compile(pattern: str, *, cased: bool = False) -> re.Pattern[str]:
    return re.compile(pattern, 0 if cased else re.IGNORECASE)


def _labelled(words: str, code: str = CODE) -> re.Pattern[str]:
    return _compile(rf"\b(?:{words})\b{SEP}(?P<id>{code})(?![\w])")


PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str], Check], ...]] = (
    ("EMAIL", _compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"), _always),
    ("URL", _compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{2,300}"), _always),
    (
        "IP",
        _compile(
            r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|"
            r"1?\d?\d)(?![\d.]*\d)"
        ),
        _always,
    ),
    ("IP", _compile(r"(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])"), _always),
    ("SSN", _compile(r"(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])"), is_ssn),
    (
        "SSN",
        _compile(
            r"\b(?:ssn|social security)\b[^\d\n.]{0,40}(?P<id>\d{3}[- ]?\d{2}[- ]?\d{4})(?!\d)"
        ),
        _always,
    ),
    ("SSN", _compile(r"\bssn\b.{0,12}?last (?:four|4)\D{0,8}(?P<id>\d{4})\b"), _always),
    ("CARD", _compile(r"(?<![\d-])(?:\d[ -]?){12,18}\d(?![\d-])"), is_luhn),
    ("FAX", _labelled(r"fax|facsimile|f", r"\+?[(\d][\d ().-]{6,18}\d"), _always),
    (
        "PHONE",
        _labelled(
            r"tel|telephone|phone|mobile|cell|call(?: (?:me|him|her|them))?(?: (?:at|"
            r"on))?|contact|pager|text|ph",
            r"\+?[(\d][\d ().-]{6,18}\d(?: ?(?:x|ext\.?) ?\d{1,5})?",
        ),
        _always,
    ),
    (
        "PHONE",
        _compile(
            r"(?<![\w.-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|"
            r"\d{3}[ .-])\d{3}[ .-]\d{4}(?:,? ?(?:x|ext\.?) ?\d{1,5})?(?![\w-])"
        ),
        _always,
    ),
    (
        "PHONE",
        _compile(
            r"\b(?:number|phone|cell|mobile|call|text|tel)\b[^\d\n]{0,20}"
            r"(?P<id>\d{3}[ .-]\d{4})(?![\w-])"
        ),
        _always,
    ),
    ("PHONE", _compile(r"(?<![\w.-])(?:\+44 ?(?:\(0\) ?)?|0)(?:\d ?){9,10}(?!\w)"), _always),
    ("PHONE", _compile(r"(?<![\w.+-])\+[1-9]\d{0,2}(?:[ .()-]{1,2}\d{1,5}){2,5}(?!\w)"), _always),
    (
        "MRN",
        _labelled(
            r"mrn|medical record|med rec|chart|hospital|patient id(?:entifier)?|"
            r"patient|record|nhs|encounter|accession"
        ),
        _always,
    ),
    ("MRN", _labelled(r"nhs", r"\d{3} ?\d{3} ?\d{4}"), _always),
    (
        "HEALTH_PLAN",
        _labelled(
            r"health plan|insurance(?: id)?|member(?: id)?|policy|beneficiary|"
            r"medicare|medicaid|subscriber|group|plan|hicn|mbi"
        ),
        _always,
    ),
    ("ACCOUNT", _labelled(r"account|acct|a/c|invoice|billing"), _always),
    (
        "ACCOUNT",
        _compile(r"\b[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){3,7}[A-Z0-9]{0,3}(?!\w)", cased=True),
        _always,
    ),
    (
        "LICENSE",
        _labelled(
            r"licen[cs]e|bar|dl|driver'?s licen[cs]e|npi|dea|certificate|cert|"
            r"permit|registration"
        ),
        _always,
    ),
    ("PASSPORT", _labelled(r"passport"), _always),
    ("VEHICLE", _labelled(r"vin", r"[A-HJ-NPR-Z0-9]{11,17}"), _always),
    (
        "VEHICLE",
        _labelled(
            r"(?:licen[cs]e )?plate|number plate|registration plate|tag|vehicle",
            r"(?=[A-Z0-9 -]{0,9}\d)[A-Z0-9]{1,4}[ -]?[A-Z0-9]{2,5}",
        ),
        _always,
    ),
    (
        "VEHICLE",
        _compile(
            r"(?<!\w)(?=[A-HJ-NPR-Z]*\d)(?=\d*[A-HJ-NPR-Z])[A-HJ-NPR-Z0-9]{17}(?!\w)", cased=True
        ),
        _always,
    ),
    ("DEVICE", _labelled(r"serial|s/n|sn|device|udi|imei|implant|pacemaker|lot|model"), _always),
    ("DEVICE", _compile(r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])"), _always),
    (
        "BIOMETRIC",
        _compile(
            r"\b(?:fingerprint|thumbprint|voiceprint|retina(?:l)? scan|iris scan|"
            r"palm print|faceprint|dna profile)s?\b" + SEP + rf"(?P<id>{CODE})"
        ),
        _always,
    ),
    ("PHOTO", _compile(r"\b[\w-]{1,60}\.(?:jpe?g|png|heic|tiff?|bmp|gif)\b"), _always),
    (
        "BIRTH_DATE",
        _compile(
            rf"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday|"
            rf"born(?: on)?)\b[^\w\n]{{0,4}}(?:is |was |on )?(?P<id>{DATE})(?!\d)"
        ),
        _always,
    ),
    ("DATE", _compile(rf"(?<![\w/.-]){DATE}(?![\w/-])"), _always),
    (
        "AGE_OVER_89",
        _compile(
            r"(?<![\w.-])(?:9\d|1[0-2]\d)(?=(?:[- ]?(?:years?|yrs?|y)[- ]?(?:old|"
            r"of age)?|[- ]?y/?o|[- ]?yo)\b)"
        ),
        is_over_89,
    ),
    (
        "AGE_OVER_89",
        _compile(
            r"\b(?:aged?|turned|turning|is now)\b\s{0,2}[:=]?\s{0,2}(?P<id>9\d|"
            r"1[0-2]\d)(?![\w.%/-])"
        ),
        is_over_89,
    ),
    (
        "ZIP",
        _compile(
            rf"(?<![\w.])\d{{1,5}} (?-i:(?:[A-Z][\w'.-]{{1,20}} ){{1,3}}){STREET}\b[^\d\n]{{0,40}}"
            rf"(?P<id>\d{{5}}(?:-\d{{4}})?)(?!\w)"
        ),
        _always,
    ),
    (
        "ZIP",
        _compile(r"\b(?:zip(?: ?code)?|postal code)\b" + SEP + r"(?P<id>\d{5}(?:-\d{4})?)(?!\w)"),
        _always,
    ),
    (
        "ZIP",
        _compile(
            r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|"
            r"N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\.?,? "
            r"(?P<id>\d{5}(?:-\d{4})?)(?!\w)",
            cased=True,
        ),
        _always,
    ),
    ("LOCATION", _compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)", cased=True), _always),
    (
        "LOCATION",
        _compile(
            rf"(?<![\w.])\d{{1,5}}[a-z]? "
            rf"(?:[nsew]\.? )?(?-i:(?:[A-Z0-9][A-Za-z0-9'.-]{{1,20}} ){{1,3}}){STREET}\b\.?(?:,? "
            rf"(?:apt|apartment|suite|ste|unit|flat|#)\.? ?[\w-]{{1,6}})?{TOWN}"
        ),
        _always,
    ),
    (
        "LOCATION",
        _compile(
            rf"\b(?!(?:The|In|On|At|Of)\b)[A-Z][a-z]{{2,15}}(?: [A-Z][a-z]{{2,15}}){{0,2}}, "
            rf"(?:{STATES}|{STATE_CODES})(?!\w)",
            cased=True,
        ),
        _always,
    ),
    (
        "LOCATION",
        _compile(
            r"\b(?i:lives? in|living in|moved (?:from|to)|works? (?:\w{1,12} ){0,4}in|resides in|"
            r"born in|from [A-Z][a-z]{2,15} to|travel(?:s|led) from|hometown(?: is)?) "
            r"(?P<id>[A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15}){0,2})(?!\w)",
            cased=True,
        ),
        _always,
    ),
    ("LOCATION", _compile(r"\bp\.?\s?o\.?\s?box \d{1,6}"), _always),
    (
        "LOCATION",
        _compile(
            r"(?i:\b(?:lives?|living|resides?|residing|resident|address(?: is)?|home|"
            r"from) (?:in |at |of )?)(?P<id>[A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15})?, "
            r"(?:[A-Z]{2}\b|[A-Z][a-z]{3,15}))",
            cased=True,
        ),
        _always,
    ),
    (
        "CASE_NUMBER",
        _compile(r"\b\d{1,2}:\d{2}-[a-z]{2}-\d{3,6}(?:-[a-z]{2,4}){0,2}(?!\w)"),
        _always,
    ),
    (
        "CASE_NUMBER",
        _labelled(
            r"docket|claim|(?:police |incident |accident )?report|complaint|case (?:no|number|nr)|file (?:no|number)|matter",
            CASE,
        ),
        _always,
    ),
    (
        "STUDENT_ID",
        _labelled(
            r"student(?: id)?|employee(?: id)?|badge|study id|subject id|trial id|"
            r"enrol?ment|pupil(?: id)?|upn|staff id|user ?name|matriculation"
        ),
        _always,
    ),
)


def replacement(kind: Kind, text: str) -> str:
    """Return what may stand in place of an identifier: a year, 90+, three digits, or the class."""
    if kind in {"DATE", "BIRTH_DATE"}:
        year = re.search(YEAR, text)
        return year.group() if year else "[DATE]"
    if kind == "AGE_OVER_89":
        return "90+"
    if kind == "ZIP":
        return "000" if text[:3] in RESTRICTED_ZIP3 else text[:3]
    return f"[{kind}]"
