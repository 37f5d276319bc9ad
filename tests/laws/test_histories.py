"""Random histories of a county, three hundred each time; ten thousand in tests/long."""

from __future__ import annotations

import os

from histories import Histories
from hypothesis import HealthCheck, Phase, seed, settings

SETTINGS = settings(
    max_examples=int(os.environ.get("LAWS_EXAMPLES", "150")),
    phases=[Phase.explicit, Phase.generate] if "LAWS_EXAMPLES" in os.environ else settings.default.phases,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@seed(2)
class _OtherHistories(Histories):
    """The same with other numbers, so that two processors have something to do."""


TestHistories = Histories.TestCase
TestHistories.settings = SETTINGS
TestOtherHistories = _OtherHistories.TestCase
TestOtherHistories.settings = SETTINGS
