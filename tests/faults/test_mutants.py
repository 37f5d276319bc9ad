"""Two thousand bundles that somebody or something has been at: refused cleanly, or merged as a model says.

A hundred thousand in tests/long. One that fails is named by its number: ``mutant(stock, number)`` makes it again.
"""

from __future__ import annotations

from collections import Counter

import mutant_county
import pytest
from mutants import mutant

EACH = 500


@pytest.mark.fault(8, 55, 56, 57, 58, 59, 60, 62, 63, 66, 70, 71, 74)
@pytest.mark.parametrize("first", range(0, 4 * EACH, EACH))
def test_mutants(first: int) -> None:
    said = mutant_county.apart(first, EACH)
    assert said["outcomes"]["merged"] > EACH / 5, "too few went in for this test to say anything"
    assert len(said["outcomes"]) > 12, "and too few were refused"


def test_the_same_number_is_the_same_mutant_and_every_kind_comes() -> None:
    with mutant_county.world() as county:
        some = [mutant(county.stock, n) for n in range(400)]
        assert [(one.how, one.lines) for one in some] == [
            (one.how, one.lines) for one in (mutant(county.stock, n) for n in range(400))
        ]
        kinds = Counter(one.how.partition(":")[0] for one in some)
        assert len(kinds) == 19 and min(kinds.values()) > 2
