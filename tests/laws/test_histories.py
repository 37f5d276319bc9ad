"""Random histories of a county, some sixty each time; ten thousand in tests/long."""

from __future__ import annotations

import os

from histories import Histories
from hypothesis import HealthCheck, Phase, settings

TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=int(os.environ.get("LAWS_EXAMPLES", "60")),
    phases=[Phase.explicit, Phase.generate] if "LAWS_EXAMPLES" in os.environ else settings.default.phases,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
