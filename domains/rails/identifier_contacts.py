"""Patterns for what reaches a person: telephone, mail, network addresses, names of users.

The classes (D) to (F), (N) and (O) of 45 CFR 164.514(b)(2)(i). Each pattern is bounded.
"""

from __future__ import annotations

import re
from typing import Final

from .identifier_checks import is_ip6, is_no_range, is_user_name
from .identifier_numbers import beside, compiled
from .identifier_parts import Check, Kind, always

_PHONE = r"[+(]{0,2}\d(?:[ ().\-–‑/]{0,2}\d){6,14}(?:,? ?(?:x|ext\.?|extension) ?\d{1,6})?(?!\w)"
CONTACTS: Final[tuple[tuple[Kind, re.Pattern[str], Check], ...]] = (
    (
        "EMAIL",
        compiled(
            r"(?<![\w.+-])[\w.+'%-]{1,64}\s?(?:\(at\)|\[at\]|@)\s?[\w-]{1,63}"
            r"(?:(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?)[a-z][\w-]{1,62}){1,4}"
        ),
        always,
    ),
    (
        "EMAIL",
        compiled(r"(?<![\w.+-])[\w.+-]{2,64} at [\w-]{2,63}(?: dot [\w-]{2,63}){1,3}(?!\w)"),
        always,
    ),
    ("URL", compiled(r"(?:s?ftp|https?|file|tel|mailto)://?[^\s<>\"')\]]{2,300}"), always),
    (
        "URL",
        compiled(r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}/[^\s<>\"')\],;]{1,200}"),
        lambda text: not text[0].isdigit(),
    ),
    (
        "URL",
        compiled(
            r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){2,4}(?:com|org|net|edu|gov|info|io|health|example|"
            r"local|test)(?![\w.-]*@)\b"
        ),
        always,
    ),
    ("IP", compiled(r"(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])"), is_ip6),
    ("FAX", beside(r"fax|facsimile|telefax|f", _PHONE), always),
    (
        "PHONE",
        beside(
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
    (
        "PHONE",
        compiled(
            r"(?<!\w)(?:tel[ée]fono|tfno|tlfn?o?|m[óo]vil)\b[.: ]{1,3}"
            r"(?P<id>\+?\d{2,4}(?:[ -]?\d){7,11})(?![\w-])"
        ),
        always,
    ),
    ("PHONE", compiled(r"(?<![\w.+-])\+[1-9]\d{6,14}(?!\w)"), always),
    ("PHONE", compiled(r"(?<![\w.+-])\+[1-9]\d{0,2}(?:[ .()/–‑-]{0,2}\d{1,5}){2,6}(?!\w)"), always),
    (
        "PHONE",
        compiled(
            r"(?<![\w.,/-])(?:\+?1[ .–‑-]?)?\(?[2-9]\d\d\)?"
            r"[ .\-–‑/]{0,2}[2-9]\d\d[ .\-–‑]{1,2}\d{4}"
            r"(?:,? ?(?:x|ext\.?|extension) ?\d{1,6})?(?![\w-])"
        ),
        always,
    ),
    ("PHONE", compiled(r"(?<![\w.,/$-])[2-9]\d\d[-–‑.]\d{4}(?![\w-]|\.\d)"), is_no_range),
    ("PHONE", compiled(r"\b(?:ext|extension|x)[. :#]{0,3}(?P<id>\d{3,6})(?!\w)"), always),
    ("PHONE", compiled(r"(?<![\w.,/-])0\d(?:[ .\-–‑/]?\d){7,10}(?![\w-])"), always),
    (
        "USERNAME",
        compiled(
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
        compiled(
            r"\b(?:user ?name|user ?id|login|screen ?name|"
            r"gamer ?tag)\s?[:=]\s?@?(?P<id>[\w.-]{2,32})(?![\w@])"
        ),
        always,
    ),
    ("USERNAME", compiled(r"(?<![\w.@/])@[a-z][\w.]{2,30}(?!\w)"), always),
    (
        "USERNAME",
        compiled(r"(?<![\w.@/-])[a-z]{1,20}(?:\d{0,4}_[a-z0-9]{1,16}){1,3}(?![\w@/-]|\.\w)"),
        always,
    ),
    (
        "USERNAME",
        compiled(
            r"(?<![\w.@/-])(?!covid|sars|hba|chapter|page|fig|room|week|vitamin|step|grade|"
            r"unit|class|"
            r"group|year|phase|type|stage|level|level|test|day|question|"
            r"part)[a-z]{4,16}\d{2,4}(?![\w@/-]|\.\w)",
            cased=True,
        ),
        always,
    ),
    (
        "USERNAME",
        compiled(
            r"\b(?:user ?name|user ?id|screen ?name|gamer ?tag|log-?in(?: name)?|handle)"
            r"(?: (?:is|was|as)|\s?[:=(])\s?[\"'“‘]?@?(?P<id>[a-z][\w.-]{3,30}\w)"
            r"(?=[\"'”’),;]|\.?\s*$|\.?\n|\. )"
        ),
        always,
    ),
    ("PHONE", compiled(r"(?<![\w.])\(0\d{1,4}\)[ -]?\d{3,4}(?:[ -]?\d{3,4})?(?![\w-])"), always),
    ("PHONE", compiled(r"(?<![\w.])\(\d{3}\) \d{3}[ .]\d{4}(?![\w-])"), always),
)
