"""Patterns for numbers that a word beside them, or their own form, tells to be somebody's.

The classes are those of 45 CFR 164.514(b)(2)(i)(G)-(R): whatever else may stand for one person,
"any other unique identifying number, characteristic, or code", among them. Each pattern is bounded.
"""

from __future__ import annotations

import re
from typing import Final

from .identifier_checks import (
    is_code,
    is_day,
    is_dea,
    is_groups,
    is_ip6,
    is_long_code,
    is_no_range,
    is_user_name,
    is_vin,
)
from .identifier_parts import MONTH, YEAR, Check, Kind, always, is_iban

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


def _compile(pattern: str, *, cased: bool = False) -> re.Pattern[str]:
    return re.compile(pattern, 0 if cased else re.IGNORECASE)


def _beside(words: str, code: str = _CODE, between: str = _FILL) -> re.Pattern[str]:
    return _compile(rf"(?<![\w/])(?:{words})s?(?<!\d)(?![a-z]){between}(?P<id>{code})")


_PHONE = r"[+(]{0,2}\d(?:[ ().\-–‑/]{0,2}\d){6,14}(?:,? ?(?:x|ext\.?|extension) ?\d{1,6})?(?!\w)"
_AGE = r"(?:9\d|1[01]\d)"
_KIN = (
    r"(?:he|she|who|i|mother|father|mom|mum|dad|grandmother|grandfather|grandma|grandpa|nana|aunt|"
    r"uncle|husband|wife|patient|client|neighbou?r|pt|sister|brother|resident)"
)
NUMBERS: Final[tuple[tuple[Kind, re.Pattern[str], Check], ...]] = (
    (
        "EMAIL",
        _compile(
            r"(?<![\w.+-])[\w.+'%-]{1,64}\s?(?:\(at\)|\[at\]|@)\s?[\w-]{1,63}"
            r"(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]{2,63}){1,4}"
        ),
        always,
    ),
    (
        "EMAIL",
        _compile(r"(?<![\w.+-])[\w.+-]{2,64} at [\w-]{2,63}(?: dot [\w-]{2,63}){1,3}(?!\w)"),
        always,
    ),
    ("URL", _compile(r"(?:s?ftp|https?|file|tel|mailto)://?[^\s<>\"')\]]{2,300}"), always),
    (
        "URL",
        _compile(r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/[^\s<>\"')\],;]{1,200}"),
        lambda text: not text[0].isdigit(),
    ),
    (
        "URL",
        _compile(
            r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){2,4}(?:com|org|net|edu|gov|info|io|health|example|"
            r"local|test)(?![\w.-]*@)\b"
        ),
        always,
    ),
    ("IP", _compile(r"(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])"), is_ip6),
    (
        "SSN",
        _compile(r"(?<![\w-])(?:\d{3}|[x*]{3})[-–. ](?:\d\d|[x*]{2})[-–. ]\d{4}(?![\w-])"),
        always,
    ),
    (
        "SSN",
        _beside(r"ssn|ss#|social security|social|itin|tin", r"[\dx*][\dx* .–-]{2,12}\d"),
        always,
    ),
    ("EIN", _beside(r"ein|fein|tax id|taxpayer|employer identification|vat|tax", _CODE), is_code),
    ("EIN", _compile(r"(?<![\w.,/-])\d{2}[-–]\d{7}(?![\w-])"), always),
    ("FAX", _beside(r"fax|facsimile|telefax|f", _PHONE), always),
    (
        "PHONE",
        _beside(
            r"tel|telephone|phone|mobile|mob|cell|cellphone|landline|contact|pager|beeper|text|ph|"
            r"home|work|office|hotline|whatsapp|signal|viber|sms|direct|desk|reach (?:me|him|"
            r"her|them)",
            _PHONE,
            between=r"[\s:#=|(./-]{1,3}(?:(?:is|was|no|number|num|at|on|"
            r"line|"
            r"phone|"
            r"cell)\b[\s:#=.]{0,3}){0,2}",
        ),
        always,
    ),
    ("PHONE", _compile(r"(?<![\w.+-])\+[1-9]\d{6,14}(?!\w)"), always),
    ("PHONE", _compile(r"(?<![\w.+-])\+[1-9]\d{0,2}(?:[ .()/–‑-]{0,2}\d{1,5}){2,6}(?!\w)"), always),
    (
        "PHONE",
        _compile(
            r"(?<![\w.,/-])(?:\+?1[ .–‑-]?)?\(?[2-9]\d\d\)?"
            r"[ .\-–‑/]{0,2}[2-9]\d\d[ .\-–‑]{1,2}\d{4}"
            r"(?:,? ?(?:x|ext\.?|extension) ?\d{1,6})?(?![\w-])"
        ),
        always,
    ),
    ("PHONE", _compile(r"(?<![\w.,/$-])[2-9]\d\d[-–‑.]\d{4}(?![\w-]|\.\d)"), is_no_range),
    ("PHONE", _compile(r"\b(?:ext|extension|x)[. :#]{0,3}(?P<id>\d{3,6})(?!\w)"), always),
    ("PHONE", _compile(r"(?<![\w.,/-])0\d(?:[ .\-–‑/]?\d){7,10}(?![\w-])"), always),
    (
        "MRN",
        _beside(
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
        _beside(r"m\.?r\.?n\.?|mr ?#|medical record|med rec|chart|pid|csn|fin|nhs|urn"),
        is_code,
    ),
    (
        "HEALTH_PLAN",
        _beside(
            r"health plan|health insurance|insurance|insured|member|membership|policy|policyholder|"
            r"beneficiary|medicare|medicaid|subscriber|group|grp|plan|payer|payor|hicn|mbi|hmo|ppo|"
            r"rx ?bin|rx ?grp|pcn|enrollee|coverage|blue cross|aetna|cigna|humana|tricare|ehic"
        ),
        is_code,
    ),
    (
        "HEALTH_PLAN",
        _compile(
            r"(?<!\w)[1-9][A-Z][A-Z0-9]\d[- ]?[A-Z][A-Z0-9]\d[- ]?[A-Z]{2}\d\d(?!\w)", cased=True
        ),
        always,
    ),
    (
        "ACCOUNT",
        _beside(
            r"account|acct|acc|a/c|invoice|billing|bank|checking|savings|routing|aba|"
            r"sort code|swift|"
            r"bic|loan|mortgage|escrow|iolta|trust|wire|card|credit card|debit card|statement"
        ),
        is_code,
    ),
    ("ACCOUNT", _compile(r"(?<!\w)[A-Z]{2}\d\d(?:[ -]?[A-Z0-9]{2,4}){3,8}(?!\w)"), is_iban),
    ("ACCOUNT", _compile(r"(?<![\w*])(?:[x*•.]{2,16}[ -]?){1,4}\d{4}(?!\w)"), always),
    (
        "LICENSE",
        _beside(
            r"licen[cs]e|lic|bar|state bar|attorney|dl|driver'?s licen[cs]e|npi|dea|"
            r"certificate|cert|"
            r"certification|permit|registration|reg|credential|notary|commission|gmc|nmc|nºcol"
        ),
        is_code,
    ),
    (
        "LICENSE",
        _compile(r"(?<!\w)[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}(?!\w)", cased=True),
        is_dea,
    ),
    (
        "PASSPORT",
        _beside(r"passport|visa|alien|a-?number|green card|uscis|i-94|national id|dni|nie"),
        is_code,
    ),
    ("PASSPORT", _compile(r"\bpassport\b[^\d\n]{0,40}?(?P<id>[A-Z]{0,3} ?\d{5,9})(?!\w)"), always),
    ("VEHICLE", _beside(r"vin|vehicle identification", r"[A-HJ-NPR-Z0-9*]{11,17}(?!\w)"), always),
    ("VEHICLE", _compile(r"(?<!\w)[A-HJ-NPR-Z0-9]{17}(?!\w)"), is_vin),
    (
        "VEHICLE",
        _beside(
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
        _beside(
            r"serial|s/n|sn|ser|device|udi|imei|imsi|implant|pacemaker|lot|batch|model|pump|"
            r"icd|stent|lead|"
            r"cpap|bipap|sensor|glucometer|cgm|hearing aid|monitor|ventilator|generator|"
            r"prosthesis|laptop|"
            r"tablet|chromebook|ipad|asset|barcode|mac|loop recorder|stimulator|valve|graft|"
            r"meter|unit"
        ),
        is_long_code,
    ),
    ("DEVICE", _beside(r"serial|s/n|sn|imei|udi|lot|barcode|asset"), is_code),
    ("DEVICE", _compile(r"\(01\)\s?\d{14}(?:\s?\(\d{2}\)\s?[A-Z0-9-]{1,20}){0,4}"), always),
    (
        "BIOMETRIC",
        _compile(
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
        _compile(
            r"(?<![\w/])[\w-]{1,60}(?:\.[\w-]{1,20}){0,2}\.(?:jpe?g|png|heic|tiff?|bmp|gif|"
            r"webp|dcm|raw)\b"
        ),
        always,
    ),
    (
        "PHOTO",
        _compile(r"(?<!\w)(?:IMG|DSC|DSCN|PXL|MVI|DCIM|PHOTO)[_-]?\d{3,14}(?:_\d{2,9})?(?!\w)"),
        always,
    ),
    (
        "STUDENT_ID",
        _beside(
            r"student|employee|badge|study|subject|trial|enrol?ment|pupil|upn|staff|"
            r"matriculation|sid|"
            r"lasid|sasid|ssid|state id|library card|lunch|locker|candidate|roll|learner|"
            r"bus pass|usi|"
            r"participant|inmate|booking"
        ),
        is_code,
    ),
    ("STUDENT_ID", _compile(rf"(?<![\w-])ID{_NEAR}(?P<id>{_CODE})"), is_code),
    ("STUDENT_ID", _compile(r"(?<![\w-])id ?# ?(?P<id>\w{3,20})"), is_code),
    (
        "USERNAME",
        _compile(
            r"\b(?:user ?(?:name|id)?|login|log-?in|log(?:ged|s)? (?:in|on)|sign(?:ed|s)? in|"
            r"handle|"
            r"screen ?name|gamer ?tag|account name|portal|discord|instagram|insta|twitter|tiktok|"
            r"snapchat|snap|skype|telegram|reddit|twitch|roblox|xbox|psn|steam|kik|venmo|alias|"
            r"nickname|profile)\b[\s:=\"'(,-]{1,3}(?:(?:is|was|as|under|name|id|named|handle|"
            r"with)\b"
            r"[\s:=\"'(]{1,3}){0,2}@?(?P<id>[a-z][\w.-]{1,30}\w)(?![\w@])"
        ),
        is_user_name,
    ),
    (
        "USERNAME",
        _compile(
            r"\b(?:user ?name|user ?id|login|screen ?name|"
            r"gamer ?tag)\s?[:=]\s?@?(?P<id>[\w.-]{2,32})(?![\w@])"
        ),
        always,
    ),
    ("USERNAME", _compile(r"(?<![\w.@/])@[a-z][\w.]{2,30}(?!\w)"), always),
    (
        "USERNAME",
        _compile(r"(?<![\w.@/-])[a-z]{2,16}(?:\d{0,4}_[a-z0-9]{1,16}){1,3}(?![\w@./-])"),
        always,
    ),
    (
        "USERNAME",
        _compile(
            r"(?<![\w.@/-])(?!covid|sars|hba|chapter|page|fig|room|week|vitamin|step|grade|"
            r"unit|class|"
            r"group|year|phase|type|stage|level|level|test|day|question|"
            r"part)[a-z]{4,16}\d{2,4}(?![\w@./-])",
            cased=True,
        ),
        always,
    ),
    (
        "CASE_NUMBER",
        _beside(
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
        _compile(
            r"(?<![\w-])(?:\d{1,2}:)?\d{2,4}[- ]?(?:cv|cr|civ|crim|mc|mj|md|bk|ap|ca|cf|cc|cp|"
            r"dr|fa|fd|"
            r"jv|pr|sc|tr|ct|cvs|crs|l|m|d|p|ch|cm|"
            r"mm)[- .]{1,2}\d{2,8}(?:[- ][A-Z0-9]{1,5}){0,3}(?![\w-])"
        ),
        always,
    ),
    (
        "CASE_NUMBER",
        _compile(
            r"(?<![\w-])(?:CV|CR|CIV|CRIM|CF|CA|DR|FA|FD|JV|PR|SC|TR|BK|MC|PC|CL|SP|AP|LT|SU|"
            r"DC)[- ]?"
            r"\d{2,4}[- ]\d{2,8}(?:[- ][A-Z0-9]{1,5}){0,3}(?![\w-])",
            cased=True,
        ),
        always,
    ),
    (
        "CODE",
        _compile(
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
        _compile(
            r"\b(?:pin|passcode|password|otp|"
            r"access code)\b[\s:=]{1,3}(?:is )?(?P<id>[\w!@#$%-]{3,24})"
        ),
        lambda t: any(c.isdigit() for c in t),
    ),
    ("CODE", _compile(r"(?<![\w.,/$-])\d{2,7}(?:[-–]\d{1,7}){1,4}(?![\w/%-]|\.\d)"), is_groups),
    (
        "CODE",
        _compile(
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
        _compile(r"(?<![\w./-])[A-Z]{1,4}[/.]\d{3,8}(?:[/.]\d{1,6}){0,2}(?![\w/-])", cased=True),
        always,
    ),
    (
        "DATE",
        _compile(
            r"(?<![\w./-])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|"
            r"\d{6})?(?![\w/-])"
        ),
        is_day,
    ),
    (
        "DATE",
        _compile(
            rf"(?<![\w./-]){YEAR}[/.](?:0?[1-9]|1[0-2])[/.](?:[12]\d|3[01]|0?[1-9])(?![\w/-])"
        ),
        always,
    ),
    (
        "DATE",
        _compile(
            rf"(?<![\w./-])(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?[- .]?{MONTH}\.?"
            rf"(?:[-, .]{{0,2}}(?:{YEAR}|'?\d\d))?(?![\w-])"
        ),
        lambda text: any(c.isalpha() for c in text) and not re.fullmatch(r"\d+ (?:may|mar)", text),
    ),
    (
        "DATE",
        _compile(
            rf"\b{MONTH}\.? (?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?: ?(?:-|–|to|and|&) ?"
            rf"(?:{MONTH}\.? )?(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?)?,?(?: (?:{YEAR}|'\d\d))?"
            r"(?![\d,.]?\d| ?(?:mg|ml|mcg|%|years|days|patients))(?!\w)"
        ),
        always,
    ),
    (
        "DATE",
        _compile(
            r"\b(?:on|since|until|till|dated?|due|before|after|through|thru|started|admitted|"
            r"adm|admit|"
            r"d/?c(?:'?d)?|discharged?|visits?|seen|lmp|dos|dob|appt|appointment|f/u|follow[- ]up|"
            r"placed|removed|refilled|filled|drawn|collected|updated|reviewed|signed|received|"
            r"sent|week of)"
            r"[ :]{1,2}(?P<id>(?:1[0-2]|0?[1-9])/(?:[12]\d|3[01]|0?[1-9]))(?![\w/%]|\.\d|"
            r" (?:strength|power|reps|of|cup|tab|dose))"
        ),
        lambda text: (
            text not in {"1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "5/5"}
        ),
    ),
    (
        "DATE",
        _compile(
            r"(?<![\w./-])(?:1[0-2]|0?[1-9])/(?:[12]\d|3[01]|0?[1-9])(?= (?:at )?\d{1,2}:\d\d)"
        ),
        always,
    ),
    (
        "DATE",
        _compile(r"(?<![\w./-])(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w/%-]|\.\d)"),
        always,
    ),
    (
        "DATE",
        _compile(
            r"(?<![\w./-])(?:[12]\d|3[01]|0?[1-9])[./-](?:1[0-2]|0?[1-9]|x?i{1,3}|i?v|vi{1,3}|"
            r"ix|xi?)[./-](?:(?:19|20)\d\d|'?\d\d)(?![\w/-])"
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        _compile(
            rf"(?<![\w.,/-]){_AGE}(?=\s?-?\s?(?:y\.?\s?/?o\.?|yo[fm]?|yrs?|years?[- ](?:old|"
            rf"of age)|years?(?=[.,;)])|[mf](?![\w'])))"
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        _compile(
            rf"\b(?:aged?|age:|turned|turns|turning|at(?: the)? age(?: of)?|"
            rf"age of)\b[\s:=]{{1,3}}(?P<id>{_AGE})(?![\w%/]|\.\d)"
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        _compile(
            rf"\b{_KIN}(?: (?:is|was)|'s|’s|'m| am)(?: now| only| just| almost| over| nearly|"
            rf" already)? "
            rf"(?P<id>{_AGE})(?=[.,;!?)]| (?:and|when|now|with|years?|but)\b|\s*$)"
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        _compile(
            rf"(?<=[a-z], ){_AGE}(?=, [a-z])|(?<=[A-Za-z] \(){_AGE}(?=\)|[,;] ?[MF])", cased=True
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        _compile(
            r"\b(?:ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|"
            r"one) hundred"
            r"(?: and (?:one|two|three|four|five|six|seven))?)(?=[- ]years?(?:[- ]old| of age)?)"
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        _compile(
            r"\bcentenarian\b|\bnonagenarian\b|\bin (?:her|his|their) (?:mid|late|"
            r"early)?[- ]?nineties\b"
        ),
        always,
    ),
)
