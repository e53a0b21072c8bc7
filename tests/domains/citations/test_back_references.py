"""Id., supra and short forms: what they refer back to."""

from __future__ import annotations

import pytest

MIRANDA = "Miranda v. Arizona, 384 U.S. 436 (1966)."


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        (f"{MIRANDA} Id. at 445.", ["verified", "verified"]),
        (f"{MIRANDA} Id. at 300.", ["verified", "mismatch"]),
        (f"{MIRANDA} Ibid.", ["verified", "verified"]),
        (f"{MIRANDA} Miranda, 384 U.S. at 450.", ["verified", "verified"]),
        (f"{MIRANDA} Terry, 384 U.S. at 450.", ["verified", "mismatch"]),
        (f"{MIRANDA} Terry v. Ohio, 392 U.S. 1 (1968). Miranda, supra, at 444.", ["verified"] * 3),
        ("Smith v. Jones, 384 U.S. 436 (1966). Id. at 450.", ["mismatch", "mismatch"]),
        ("Varghese v. China Southern Airlines Co., 925 F.3d 1339. Id.", ["not_found", "not_found"]),
        ("Id. at 4.", ["not_checked"]),
        ("Quillon, 384 U.S. at 450.", ["not_checked"]),
        ("Miranda, 384 U.S. at 450.", ["verified"]),
    ],
)
def test_statuses(check, text: str, statuses: list[str]) -> None:
    assert [row.status for row in check(text).rows] == statuses


def test_a_chain_names_its_root_once(check) -> None:
    rows = check("Smith v. Jones, 384 U.S. 436 (1966). Id. at 450. Id. at 451.").rows
    assert rows[2].reason.count("refers back") == 1
