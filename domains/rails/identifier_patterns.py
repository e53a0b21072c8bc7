"""Patterns for identifiers other than names.

Every pattern is bounded, so that matching takes time linear in the text. The group ``id``, where
there is one, is the identifier; the rest of the match is the context that makes it one.
"""

from __future__ import annotations

import re
from typing import Final

from .identifier_parts import (
    CASE,
    CODE,
    DATE,
    FORMULA,
    SEP,
    STATE_CODES,
    STATES,
    STREET,
    TOWN,
    Check,
    Kind,
    always,
    is_iban,
    is_luhn,
    is_npi,
    is_over_89,
    is_ssn,
)


def _compile(pattern: str, *, cased: bool = False) -> re.Pattern[str]:
    return re.compile(pattern, 0 if cased else re.IGNORECASE)


def _labelled(words: str, code: str = CODE) -> re.Pattern[str]:
    return _compile(rf"\b(?:{words})\b{SEP}(?P<id>{code})(?![\w])")


PATTERNS: Final[tuple[tuple[Kind, re.Pattern[str], Check], ...]] = (
    ("EMAIL", _compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"), always),
    ("URL", _compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]{2,300}"), always),
    (
        "IP",
        _compile(
            r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|"
            r"1?\d?\d)(?![\d.]*\d)"
        ),
        always,
    ),
    ("IP", _compile(r"(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])"), always),
    ("SSN", _compile(r"(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])"), is_ssn),
    (
        "SSN",
        _compile(
            r"\b(?:ssn|social security)\b[^\d\n.]{0,40}(?P<id>\d{3}[- ]?\d{2}[- ]?\d{4})(?!\d)"
        ),
        always,
    ),
    ("SSN", _compile(r"\bssn\b.{0,12}?last (?:four|4)\D{0,8}(?P<id>\d{4})\b"), always),
    ("CARD", _compile(r"(?<![\d-])(?:\d[ -]?){12,18}\d(?![\d-])"), is_luhn),
    (
        "CARD",
        _compile(
            r"\b(?:card|cc|visa|mastercard|amex|maestro)\b[^\d\n]{0,24}"
            r"(?P<id>\d(?:[ -]?\d){10,18})(?!\w)"
        ),
        always,
    ),
    ("FAX", _labelled(r"fax|facsimile|f", r"\+?[(\d][\d ().-]{6,18}\d"), always),
    (
        "PHONE",
        _labelled(
            r"tel|telephone|phone|mobile|cell|call(?: (?:me|him|her|them))?(?: (?:at|"
            r"on))?|contact|pager|text|ph",
            r"\+?[(\d][\d ().-]{6,18}\d(?: ?(?:x|ext\.?) ?\d{1,5})?",
        ),
        always,
    ),
    (
        "PHONE",
        _compile(
            r"(?<![\w.-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|"
            r"\d{3}[ .-])\d{3}[ .-]\d{4}(?:,? ?(?:x|ext\.?) ?\d{1,5})?(?![\w-])"
        ),
        always,
    ),
    (
        "PHONE",
        _compile(
            r"\b(?:number|phone|cell|mobile|call|text|tel)\b[^\d\n]{0,20}"
            r"(?P<id>\d{3}[ .-]\d{4})(?![\w-])"
        ),
        always,
    ),
    (
        "PHONE",
        _compile(
            r"\b(?:messages? (?:to|on)|registered|reach(?:ed|able)?(?: \w{1,12})? (?:at|on|under)|"
            r"dial|ring|whatsapp|numbers?(?: is)?|phone(?: is)?|fax(?: to)?|hotline|office)\b"
            r"[ :=#]{1,3}(?P<id>[+(]?\d[\d ().-]{5,17}\d)(?!\w)"
        ),
        always,
    ),
    (
        "PHONE",
        _compile(
            r"(?<![\w.-])(?P<id>[+(]?\d[\d ().-]{5,17}\d)(?=[ -]\(?(?:office|fax|home|work|mobile|"
            r"cell)\b)"
        ),
        always,
    ),
    ("PHONE", _compile(r"(?<![\w.,-])\(?\d{3}\)? \d{3} \d{3,4}(?![\w,-]|\.\d| \d)"), always),
    ("PHONE", _compile(r"(?<![\w.-])(?:\+44 ?(?:\(0\) ?)?|0)(?:\d ?){9,10}(?!\w)"), always),
    ("PHONE", _compile(r"(?<![\w.+-])\+[1-9]\d{0,2}(?:[ .()-]{1,2}\d{1,5}){2,5}(?!\w)"), always),
    (
        "MRN",
        _labelled(
            r"mrn|medical record|med rec|chart|hospital|patient id(?:entifier)?|"
            r"patient|record|nhs|encounter|accession|nhc|nass|cipa|historia"
        ),
        always,
    ),
    ("MRN", _labelled(r"nhs", r"\d{3} ?\d{3} ?\d{4}"), always),
    (
        "HEALTH_PLAN",
        _labelled(
            r"health plan|insurance(?: id)?|member(?: id)?|policy|beneficiary|"
            r"medicare|medicaid|subscriber|group|plan|hicn|mbi"
        ),
        always,
    ),
    ("ACCOUNT", _labelled(r"account|acct|a/c|invoice|billing"), always),
    (
        "ACCOUNT",
        _compile(r"\b[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){3,7}[A-Z0-9]{0,3}(?!\w)", cased=True),
        always,
    ),
    (
        "ACCOUNT",
        _compile(r"(?<!\w)(?P<id>[a-z]{2}\d{2} ?(?:[a-z0-9]{4} ?){2,7}[a-z0-9]{1,4})(?!\w)"),
        is_iban,
    ),
    ("ACCOUNT", _labelled(r"iban", r"[A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{0,4}"), always),
    ("LICENSE", _compile(r"(?<![\w.-])[12]\d{9}(?![\w.-])"), is_npi),
    (
        "LICENSE",
        _labelled(
            r"licen[cs]e|bar|dl|driver'?s licen[cs]e|npi|dea|certificate|cert|"
            r"permit|registration"
        ),
        always,
    ),
    ("PASSPORT", _labelled(r"passport"), always),
    ("VEHICLE", _labelled(r"vin", r"[A-HJ-NPR-Z0-9]{11,17}"), always),
    (
        "VEHICLE",
        _labelled(
            r"(?:licen[cs]e )?plate|number plate|registration plate|tag|vehicle",
            r"(?-i:(?=[A-Z0-9 -]{0,9}\d)[A-Z0-9]{1,4}[ -]?[A-Z0-9]{2,5})",
        ),
        always,
    ),
    (
        "VEHICLE",
        _compile(
            r"(?<!\w)(?=[A-HJ-NPR-Z]*\d)(?=\d*[A-HJ-NPR-Z])[A-HJ-NPR-Z0-9]{17}(?!\w)", cased=True
        ),
        always,
    ),
    ("DEVICE", _labelled(r"serial|s/n|sn|device|udi|imei|implant|pacemaker|lot|model"), always),
    ("DEVICE", _compile(r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])"), always),
    (
        "BIOMETRIC",
        _compile(
            r"\b(?:fingerprint|thumbprint|voiceprint|retina(?:l)? scan|iris scan|"
            r"palm print|faceprint|dna profile)s?\b" + SEP + rf"(?P<id>{CODE})"
        ),
        always,
    ),
    ("PHOTO", _compile(r"\b[\w-]{1,60}\.(?:jpe?g|png|heic|tiff?|bmp|gif)\b"), always),
    (
        "BIRTH_DATE",
        _compile(
            rf"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday|"
            rf"born(?: on)?)\b[^\w\n]{{0,4}}(?:is |was |on )?(?P<id>{DATE})(?!\d)"
        ),
        always,
    ),
    ("DATE", _compile(rf"(?<![\w/.-]){DATE}(?![\w/-])"), always),
    (
        "AGE_OVER_89",
        _compile(
            r"(?<![\w.-])(?:9\d|1[0-2]\d)(?=(?:[- ]?(?:years?|yrs?|y)[- ]?(?:old|of age)|[- ]?yrs?|"
            r"[- ]?y/?o|[- ]?yo|[- ]years?(?=[.,;)]))\b)"
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
        "AGE",
        _compile(
            r"(?<![\w.-])\d{1,2}(?=(?:[- ]?(?:years?|yrs?|y)[- ]?(?:old|of age)|[- ]?y/?o|[- ]?yo|"
            r" (?:months?|weeks?|days?) old)\b)"
        ),
        always,
    ),
    (
        "AGE",
        _compile(
            r"\b(?:aged?|turned|turning|is now|age of|i am|i'm)\b\s{0,2}[:=]?\s{0,2}(?P<id>\d{1,2})"
            r"(?![\w%/-]|\.\d| (?:mg|ml|weeks? pregnant|minutes|miles|hours|percent|per cent|feet))"
        ),
        always,
    ),
    (
        "AGE",
        _compile(
            r"\b(?:(?:my|his|her|their|your) age(?: is| was)?|age[ds]? (?:is|was|between)|"
            r"(?:he|she|who|i)(?: is|'s| was| am|'m)(?: now| only| just| almost| over)?|"
            r"at (?:the )?age|over the age of|since (?:i|he|she) was) (?P<id>\d{1,2})"
            r"(?=[.,;!?)]| (?:and|when|now|at|but|years?|with)\b|\s*$)"
        ),
        always,
    ),
    (
        "AGE",
        _compile(r"(?<=[a-z], )\d{2}(?=, [a-z])|(?<=[A-Za-z] \()\d{2}(?=\)[ ,.])", cased=True),
        always,
    ),
    (
        "AGE",
        _compile(r"(?<![\w.-])\d{1,2}[- ](?:years?|yrs?)(?=[.,;]| (?:and|with|who|from)\b)"),
        always,
    ),
    (
        "ZIP",
        _compile(
            rf"(?<![\w.])\d{{1,5}} (?-i:(?:[A-Z][\w'.-]{{1,20}} ){{1,3}}){STREET}\b[^\d\n]{{0,40}}"
            rf"(?P<id>\d{{5}}(?:-\d{{4}})?)(?!\w)"
        ),
        always,
    ),
    (
        "ZIP",
        _compile(r"\b(?:zip(?: ?code)?|postal code)\b" + SEP + r"(?P<id>\d{5}(?:-\d{4})?)(?!\w)"),
        always,
    ),
    (
        "ZIP",
        _compile(
            r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|"
            r"N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\.?,? "
            r"(?P<id>\d{5}(?:-\d{4})?)(?!\w)",
            cased=True,
        ),
        always,
    ),
    ("LOCATION", _compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)", cased=True), always),
    (
        "LOCATION",
        _compile(
            rf"(?<![\w.])\d{{1,5}}[a-z]? "
            rf"(?:[nsew]\.? )?(?-i:(?:[A-Z0-9][A-Za-z0-9'.-]{{1,20}} ){{1,3}}){STREET}\b\.?(?:,? "
            rf"(?:apt|apartment|suite|ste|unit|flat|#)\.? ?[\w-]{{1,6}})?{TOWN}"
        ),
        always,
    ),
    (
        "LOCATION",
        _compile(
            rf"\b(?!(?:The|In|On|At|Of)\b)[A-Z][a-z]{{2,15}}(?: [A-Z][a-z]{{2,15}}){{0,2}}, "
            rf"(?:{STATES}|{STATE_CODES})(?!\w)",
            cased=True,
        ),
        always,
    ),
    (
        "LOCATION",
        _compile(
            r"\b(?i:lives? in|living in|moved (?:from|to)|works? (?:\w{1,12} ){0,4}in|resides in|"
            r"born in|from [A-Z][a-z]{2,15} to|travel(?:s|led) from|hometown(?: is)?) "
            r"(?P<id>[A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15}){0,2})(?!\w)",
            cased=True,
        ),
        always,
    ),
    (
        "LOCATION",
        _compile(
            r"\b(?:psc|unit|cmr) \d{1,5},? box \d{1,5}(?:\s{1,3}[adf]po,? (?:aa|ae|ap) \d{5})?|"
            r"\b(?:(?:uss|usns|usnv|uscgc) [\w' -]{2,24}\s{1,3})?[adf]po,? (?:aa|ae|ap) \d{5}"
        ),
        always,
    ),
    ("LOCATION", _compile(r"\bp\.?\s?o\.?\s?box \d{1,6}"), always),
    (
        "LOCATION",
        _compile(
            r"(?i:\b(?:lives?|living|resides?|residing|resident|address(?: is)?|home|"
            r"from) (?:in |at |of )?)(?P<id>[A-Z][a-z]{2,15}(?: [A-Z][a-z]{2,15})?, "
            r"(?:[A-Z]{2}\b|[A-Z][a-z]{3,15}))",
            cased=True,
        ),
        always,
    ),
    (
        "CASE_NUMBER",
        _compile(r"\b\d{1,2}:\d{2}-[a-z]{2}-\d{3,6}(?:-[a-z]{2,4}){0,2}(?!\w)"),
        always,
    ),
    (
        "CASE_NUMBER",
        _labelled(
            r"docket|claim|(?:police |incident |accident )?report|complaint|"
            r"case (?:no|number|nr)|file (?:no|number)|matter",
            CASE,
        ),
        always,
    ),
    (
        "STUDENT_ID",
        _labelled(
            r"student(?: id)?|employee(?: id)?|badge|study id|subject id|trial id|"
            r"enrol?ment|pupil(?: id)?|upn|staff id|user ?name|matriculation"
        ),
        always,
    ),
    (
        "CODE",
        _compile(
            r"(?<![\w./-])(?!(?:19|20)\d\d-[A-Z]\b)(?=[A-Z0-9-]{6,30})(?=[0-9-]{0,20}[A-Z])(?=(?:[A-Z-]{0,10}\d){4})"
            r"[A-Z0-9]{1,20}(?:-[A-Z0-9]{1,12}){0,5}(?![\w-]|\.\d)",
            cased=True,
        ),
        lambda text: FORMULA.fullmatch(text) is None,
    ),
    ("CODE", _compile(r"(?<![\w.,/$€£-])\d{7,14}(?![\w%]|[.,/-]\d)"), always),
)
