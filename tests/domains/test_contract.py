"""The contract of a domain package, held by the three built-in ones."""

from __future__ import annotations

import pytest

from vademecum.domains.education import EDUCATION
from vademecum.domains.healthcare import HEALTHCARE
from vademecum.domains.law import LAW
from vademecum.domains.testing import DomainContract, contrast_on_white


class TestHealthcare(DomainContract):
    domain = HEALTHCARE


class TestLaw(DomainContract):
    domain = LAW


class TestEducation(DomainContract):
    domain = EDUCATION


@pytest.mark.parametrize(("colour", "ratio"), [("#000000", 21.0), ("#ffffff", 1.0)])
def test_contrast_of_black_and_white(colour: str, ratio: float) -> None:
    assert contrast_on_white(colour) == pytest.approx(ratio)
