"""What is cited from the law is found whole; a client's own case is not."""

import pytest

from vademecum.domains.rails.identifier_citations import find_law_citations
from vademecum.domains.rails.identifiers import CLIENT_KINDS, find_identifiers


@pytest.mark.parametrize(
    "citation",
    [
        "42 U.S.C. § 1983",
        "29 C.F.R. § 825.220(c)",
        "Fed. R. Civ. P. 12(b)(6)",
        "Cal. Civ. Code § 1950.5",
        "Hadley v. Baxendale, 9 Ex. 341 (1854)",
        "Anderson v. Liberty Lobby, Inc., 477 U.S. 242 (1986)",
        "In re Gault, 387 U.S. 1 (1967)",
        "(Roberts, C.J., dissenting)",
    ],
)
def test_a_citation_is_found_whole_and_left_alone(citation: str) -> None:
    text = f"We rely on {citation}."
    start = text.index(citation)
    found = list(find_law_citations(text))
    assert any(s <= start and start + len(citation) <= e for s, e in found)
    assert find_identifiers(text, CLIENT_KINDS) == ()


@pytest.mark.parametrize("text", ["Lopez v. Tasker is ours.", "She lives at 12 Oak Lane."])
def test_a_case_of_a_client_is_not_cited(text: str) -> None:
    assert list(find_law_citations(text)) == []
