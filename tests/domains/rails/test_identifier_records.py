from __future__ import annotations

import pytest
from pydantic import JsonValue

from vademecum.domains.rails.identifier_records import redact_record


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"patient": {"age": 92}}, {"patient": {"age": "90+"}}),
        ({"patient": {"age": 45}}, {"patient": {"age": 45}}),
        ({"address": {"zip": "03601"}}, {"address": {"zip": "000"}}),
        ({"address": {"postalCode": 62704}}, {"address": {"postalCode": "627"}}),
        ({"a": [{"birthDate": "1931-02-03"}]}, {"a": [{"birthDate": "1931"}]}),
        ({"name": {"given": ["Maria"], "family": "Lopez"}},
         {"name": {"given": ["[NAME]"], "family": "[NAME]"}}),
        ({"note": "Aged 92, seen on 3 May 2024."}, {"note": "Aged 90+, seen on 2024."}),
        ({"drug": "Lasix", "dose": 40, "active": True, "end": None},
         {"drug": "Lasix", "dose": 40, "active": True, "end": None}),
        ({"mrn": 4482910, "homePhone": "555-201-3344"}, {"mrn": "[MRN]", "homePhone": "[PHONE]"}),
    ],
)  # fmt: skip
def test_fields_within_fields(record: JsonValue, expected: JsonValue) -> None:
    assert redact_record(record)[0] == expected


def test_kinds_are_told_and_chosen() -> None:
    record: JsonValue = {"age": 93, "zip": "62704", "city": "Leeds"}
    assert redact_record(record)[1] == ("AGE_OVER_89", "ZIP", "LOCATION")
    assert redact_record(record, {"ZIP"}) == ({"age": 93, "zip": "627", "city": "Leeds"}, ("ZIP",))
