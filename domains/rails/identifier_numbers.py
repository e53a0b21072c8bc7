"""Patterns for numbers that a word beside them, or their own form, tells to be somebody's.

The classes are those of 45 CFR 164.514(b)(2)(i)(G)-(R): whatever else may stand for one person,
"any other unique identifying number, characteristic, or code", among them. Each pattern is bounded.
"""

from __future__ import annotations

import re
from typing import Final

from .identifier_checks import (
    is_code,
    is_dea,
    is_groups,
    is_long_code,
    is_vin,
)
from .identifier_parts import Check, Kind, always, is_iban

_FILL: Final = (
    r"(?:[\s:;#=|()\[\]\"'°º^~>,./–—-]{1,3}(?:(?:is|was|are|no|nos|nr|num|number|id|ids|identifier|"
    r"code|codes|ref|reference|ending|ends|in|with|of|reads?|now|on|file|as|the|his|her|their|my|"
    r"patient|card|tag|key|hash|template|scan)\b)?){1,4}[\s:;#=|()\[\]\"'°º^~>./–—-]{0,3}"
)
"""What may stand between the word and the number."""
_NEAR: Final = r"[\s:#=|(\[\"'.-]{1,3}(?:(?:is|was|no|nr|num|number|id)\b[\s:#=|(.-]{0,3})?"
_CODE: Final = (
    r"(?:(?-i:(?!ID|NO|"
    r"NR)[A-Z]{1,5})[ -])?(?=[\w./*-]{0,24}\d)[A-Z0-9*](?:[A-Z0-9._/*-]{0,30}[A-Z0-9])?"
    r"(?:(?:[ ]\d{3,6}){1,4}|(?:[ ]\d{2}){2,4}|(?:[ ](?=[A-Z]{0,3}\d)[A-Z0-9]{4}){2,5})?(?![\w@])"
)


def compiled(pattern: str, *, cased: bool = False) -> re.Pattern[str]:
    """Compile a pattern that reads capitals only if it is ``cased``."""
    return re.compile(pattern, 0 if cased else re.IGNORECASE)


def beside(words: str, code: str = _CODE, between: str = _FILL) -> re.Pattern[str]:
    """Return the pattern of a ``code`` after one of some words, with ``between`` in between."""
    return compiled(rf"(?<![\w/])(?:{words})s?(?<!\d)(?![a-z]){between}(?P<id>{code})")


NUMBERS: Final[tuple[tuple[Kind, re.Pattern[str], Check], ...]] = (
    (
        "SSN",
        compiled(r"(?<![\w-])(?:\d{3}|[x*]{3})[-–. ](?:\d\d|[x*]{2})[-–. ]\d{4}(?![\w-])"),
        always,
    ),
    (
        "SSN",
        beside(r"ssn|ss#|social security|social|itin|tin", r"[\dx*][\dx* .–-]{2,12}\d"),
        always,
    ),
    ("EIN", beside(r"ein|fein|tax id|taxpayer|employer identification|vat|tax", _CODE), is_code),
    ("EIN", compiled(r"(?<![\w.,/-])\d{2}[-–]\d{7}(?![\w-])"), always),
    (
        "MRN",
        beside(
            r"m\.?r\.?n\.?|mr ?#|medical record|med(?:ical)? rec|chart|hosp(?:ital)?|unit|"
            r"patient|pt|"
            r"health record|record|encounter|visit|accession|specimen|sample|case|nhs|chi|"
            r"urn?|umrn|"
            r"pid|fin|csn|har|account"
            r"(?: no\.?| nr\.?| num(?:ber)?| id| identifier| ?#| code)"
        ),
        is_code,
    ),
    (
        "MRN",
        beside(r"m\.?r\.?n\.?|mr ?#|medical record|med rec|chart|pid|csn|fin|nhs|urn"),
        is_code,
    ),
    (
        "HEALTH_PLAN",
        beside(
            r"health plan|health insurance|insurance|insured|member|membership|policy|policyholder|"
            r"beneficiary|medicare|medicaid|subscriber|group|grp|plan|payer|payor|hicn|mbi|hmo|ppo|"
            r"rx ?bin|rx ?grp|pcn|enrollee|coverage|blue cross|aetna|cigna|humana|tricare|ehic"
        ),
        is_code,
    ),
    (
        "HEALTH_PLAN",
        compiled(
            r"(?<!\w)[1-9][A-Z][A-Z0-9]\d[- ]?[A-Z][A-Z0-9]\d[- ]?[A-Z]{2}\d\d(?!\w)", cased=True
        ),
        always,
    ),
    (
        "ACCOUNT",
        beside(
            r"account|acct|acc|a/c|invoice|billing|bank|checking|savings|routing|aba|"
            r"sort code|swift|"
            r"bic|loan|mortgage|escrow|iolta|trust|wire|card|credit card|debit card|statement"
        ),
        is_code,
    ),
    ("ACCOUNT", compiled(r"(?<!\w)[A-Z]{2}\d\d(?:[ -]?[A-Z0-9]{2,4}){3,8}(?!\w)"), is_iban),
    ("ACCOUNT", compiled(r"(?<![\w*])(?:[x*•.]{2,16}[ -]?){1,4}\d{4}(?!\w)"), always),
    (
        "LICENSE",
        beside(
            r"licen[cs]e|lic|bar|state bar|attorney|dl|driver'?s licen[cs]e|npi|dea|"
            r"certificate|cert|"
            r"certification|permit|registration|reg|credential|notary|commission|gmc|nmc|nºcol"
        ),
        is_code,
    ),
    (
        "LICENSE",
        compiled(
            r"(?<!\w)n[ºo°.]{0,2} ?col(?:egiad[oa])?\.?[ :]{1,3}"
            r"(?P<id>\d\d ?\d\d(?: ?\d{3,5})?)(?![\w-])"
        ),
        always,
    ),
    (
        "LICENSE",
        compiled(r"(?<!\w)[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}(?!\w)", cased=True),
        is_dea,
    ),
    (
        "PASSPORT",
        beside(r"passport|visa|alien|a-?number|green card|uscis|i-94|national id|dni|nie"),
        is_code,
    ),
    ("PASSPORT", compiled(r"\bpassport\b[^\d\n]{0,40}?(?P<id>[A-Z]{0,3} ?\d{5,9})(?!\w)"), always),
    ("VEHICLE", beside(r"vin|vehicle identification", r"[A-HJ-NPR-Z0-9*]{11,17}(?!\w)"), always),
    ("VEHICLE", compiled(r"(?<!\w)[A-HJ-NPR-Z0-9]{17}(?!\w)"), is_vin),
    (
        "VEHICLE",
        beside(
            r"plate|licen[cs]e plate|number plate|registration|reg|tag|car|truck|van|sedan|"
            r"suv|vehicle|"
            r"honda|toyota|ford|chevy|chevrolet|nissan|subaru|tesla|bmw|kia|hyundai|jeep|"
            r"volkswagen",
            r"(?-i:(?!VIN)(?=[A-Z0-9 -]{0,9}\d)(?=[0-9 -]{0,9}[A-Z])[A-Z0-9]{1,4}(?:[ -]?"
            r"[A-Z0-9]{2,4}){1,2})(?!\w)",
        ),
        always,
    ),
    (
        "DEVICE",
        beside(
            r"serial|s/n|sn|ser|device|udi|imei|imsi|implant|pacemaker|lot|batch|model|pump|"
            r"icd|stent|lead|"
            r"cpap|bipap|sensor|glucometer|cgm|hearing aid|monitor|ventilator|generator|"
            r"prosthesis|laptop|"
            r"tablet|chromebook|ipad|asset|barcode|mac|loop recorder|stimulator|valve|graft|"
            r"meter|unit"
        ),
        is_long_code,
    ),
    ("DEVICE", beside(r"serial|s/n|sn|imei|udi|lot|barcode|asset"), is_code),
    ("DEVICE", compiled(r"\(01\)\s?\d{12,14}(?:\s?\(\d{2}\)\s?[A-Z0-9-]{1,20}){0,4}"), always),
    (
        "BIOMETRIC",
        compiled(
            r"\b(?:finger|thumb|voice|palm|hand|foot|face|iris|retinal?|biometric|facial|gait|"
            r"vein|dna|"
            r"genom(?:e|ic))[ -]?(?:print|scan|template|profile|id|hash|token|sample|recognition|"
            r"geometry|pattern|key|record|file|enrol?ment)?s?\b[^\n\d]{0,40}?"
            rf"(?<!\w)(?P<id>{_CODE})"
        ),
        is_long_code,
    ),
    (
        "PHOTO",
        compiled(
            r"(?<![\w/])[\w-]{1,60}(?:\.[\w-]{1,20}){0,2}\.(?:jpe?g|png|heic|tiff?|bmp|gif|"
            r"webp|dcm|raw)\b"
        ),
        always,
    ),
    (
        "PHOTO",
        compiled(r"(?<!\w)(?:IMG|DSC|DSCN|PXL|MVI|DCIM|PHOTO)[_-]?\d{3,14}(?:_\d{2,9})?(?!\w)"),
        always,
    ),
    (
        "STUDENT_ID",
        beside(
            r"student|employee|badge|study|subject|trial|enrol?ment|pupil|upn|staff|"
            r"matriculation|sid|"
            r"lasid|sasid|ssid|state id|library card|lunch|locker|candidate|roll|learner|"
            r"bus pass|usi|"
            r"participant|inmate|booking"
        ),
        is_code,
    ),
    ("STUDENT_ID", compiled(rf"(?<![\w-])ID{_NEAR}(?P<id>{_CODE})"), is_code),
    ("STUDENT_ID", compiled(r"(?<![\w-])id ?# ?(?P<id>\w{3,20})"), is_code),
    (
        "DEVICE",
        compiled(r"(?<!\w)(?:s/n|sn)[.:# ]{1,3}[A-Z0-9][A-Z0-9-]{3,23}(?!\w)"),
        is_code,
    ),
    (
        "CASE_NUMBER",
        compiled(
            r"(?:\b(?:(?:case|civil|criminal|crim|civ|docket|index|cause|action|claim|file|matter|cas|"
            r"dkt|indictment|petition|appeal)\.? ){1,3}(?:action )?nos?|"
            r"(?<!serial )(?<!model )(?<!lot )(?<!member )(?<!policy )(?<!account )(?<!student )"
            r"(?<!chart )(?<!record )(?<!licen[cs]e )(?<!\w)(?-i:No|NO))"
            r"[.:]{1,2} ?"
            r"(?=[\w:./-]{0,20}\d)[A-Z0-9][\w:./-]{2,24}\w"
            r"(?: (?:\d{2,6}|(?-i:[A-Z]{1,4})(?!\w)))?(?!\w)"
        ),
        is_code,
    ),
    ("CASE_NUMBER", compiled(r"(?<![\w.,$€£/-])\d{4,6}\.0\d{2,4}(?![\w%/-]|\.\d)"), always),
    (
        "CASE_NUMBER",
        compiled(r"(?<![\w.,$€£/-])\d{4,6}(?:[/.]\d{2,6}-|-\d{2,6}[/.])\d{1,4}(?![\w%/-]|\.\d)"),
        always,
    ),
    (
        "CASE_NUMBER",
        compiled(
            r"(?<!\w)(?:clm|claim|cl|pol|ref|wc|case|file)[ -]?#?"
            r"\d{1,5}[ -]\d{2,8}(?:[ -]\d{2,6}){0,2}(?!\w)"
        ),
        is_code,
    ),
    ("VEHICLE", compiled(r"(?<![\w-])[A-Z]{2}\d{2} ?[A-Z]{3}(?![\w-])", cased=True), always),
    (
        "VEHICLE",
        compiled(
            r"(?<![\w-])(?:[A-Z]{3}-\d{3,4}|\d[A-Z]{3}-?\d{3}|\d{1,3}-[A-Z]{3}|[A-Z]\d{2}-[A-Z]{3})(?![\w-])",
            cased=True,
        ),
        lambda text: (
            text[:3] not in {"ISO", "SAT", "ICD", "CPT", "DSM", "UTF", "RFC", "IEC", "ANSI"}
        ),
    ),
    (
        "CASE_NUMBER",
        beside(
            r"docket|claim|report|incident|complaint|case|file|matter|cause|index|"
            r"civil action|action|"
            r"appeal|petition|citation|ticket|warrant|our ref|your ref|our file|your file|ref|"
            r"reference|"
            r"client|client[./-]matter|invoice|bill|estate|probate|adjuster file|loss|policy|"
            r"instrument|"
            r"deed|parcel|apn|folio|recording|trademark serial|ein|receipt|confirmation|"
            r"tracking|order",
            _CODE,
        ),
        is_code,
    ),
    (
        "CASE_NUMBER",
        compiled(
            r"(?<![\w/.-])(?:\d{1,2}:)?\d{2,4}"
            r"(?:[- ]?(?:cv|civ|crim|mj|bk|cf|jv|cvs|crs)[- .]{1,2}|"
            r"-(?:cr|mc|md|ap|ca|cc|cp|dr|fa|fd|pr|sc|tr|ct|l|m|d|p|ch|cm|mm)-)\d{2,8}"
            r"(?:[- ][A-Z0-9]{1,5}){0,3}(?![\w-])"
        ),
        always,
    ),
    (
        "CASE_NUMBER",
        compiled(
            r"(?<![\w-])(?:CV|CR|CIV|CRIM|CF|CA|DR|FA|FD|JV|PR|SC|TR|BK|MC|PC|CL|SP|AP|LT|SU|"
            r"DC)[- ]?"
            r"\d{2,4}[- ]\d{2,8}(?:[- ][A-Z0-9]{1,5}){0,3}(?![\w-])",
            cased=True,
        ),
        always,
    ),
    ("CODE", compiled(r"(?<![\w./-])\d{4,6}/[A-Z]{2,4}/\d{2,4}(?![\w/-])"), always),
    (
        "CODE",
        compiled(
            r"(?<![\w.,/$€£#-])(?!\d{4}00)\d{6}(?![\w%]|[.,/-]\d| ?(?:people|patients|cases|"
            r"dollars|usd|votes|words|units|miles|students|residents|deaths|years|km|euros|pounds|square|sq))"
        ),
        always,
    ),
    (
        "LICENSE",
        beside(r"licen[cs]e|lic|dl|bar|permit", r"[A-Z]{0,2}\d{2,8}(?:[ -]\d{2,4}){1,4}(?![\w-])"),
        is_code,
    ),
    (
        "VEHICLE",
        compiled(
            r"(?<![\w-])(?=(?:[\d-]*[A-Z]){2})(?=(?:[A-Z-]*\d){2})[A-Z\d]{3}-[A-Z\d]{3}(?![\w-])",
            cased=True,
        ),
        always,
    ),
    (
        "CODE",
        compiled(
            r"\b(?!(?:law|act|rule|section|sections|sec|order|question|problem|exercise|page|"
            r"pages|chapter|"
            r"article|articles|table|figure|room|lesson|amendment|form|regulation|directive|"
            r"reg|title|"
            r"icd|cpt|hcpcs|snomed|loinc|zip|area|country|dial|error|color|diagnosis|atomic|"
            r"course|ndc|"
            r"code|dress|tax|penal|civil|criminal|building|labor|vehicle|bankruptcy|"
            r"resolution|bill)\b)"
            r"[a-z]{2,20}['.]? (?:no\.?|nr\.?|number|num|#|id|code|ref\.?|pin|nº)"
            rf"[\s:#=(|\[\"'-]{{1,3}}(?:is |was )?(?P<id>{_CODE})"
        ),
        is_code,
    ),
    (
        "CODE",
        compiled(
            r"\b(?:pin|passcode|password|otp|"
            r"access code)\b[\s:=]{1,3}(?:is )?(?P<id>[\w!@#$%-]{3,24})"
        ),
        lambda t: any(c.isdigit() for c in t),
    ),
    ("CODE", compiled(r"(?<![\w.,/$-])\d{2,10}(?:[-–]\d{1,7}){1,4}(?![\w/%-]|\.\d)"), is_groups),
    (
        "CODE",
        compiled(
            r"(?<![\w./@-])(?=[a-z0-9-]{6,30}(?![\w-]))(?=[0-9-]{0,20}[a-z])"
            r"(?=(?:[a-z-]{0,12}\d){4})"
            r"[a-z0-9]{1,20}(?:-[a-z0-9]{1,12}){0,5}(?![\w@-]|\.\d)"
        ),
        lambda text: (
            is_code(text)
            and not re.search(
                r"(?i)covid|sars|cov|(?:19|20)\d\ds|\d(?:st|nd|rd|th)\b|mg|ml|mcg", text
            )
        ),
    ),
    (
        "CODE",
        compiled(r"(?<![\w./-])[A-Z]{1,4}[/.]\d{3,8}(?:[/.]\d{1,6}){0,2}(?![\w/-])", cased=True),
        always,
    ),
)
