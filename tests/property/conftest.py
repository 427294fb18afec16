"""How many cases a property faces: 200 in the gate, 10,000 under `HYPOTHESIS_PROFILE=prove`."""

import os

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("gate", max_examples=200, deadline=None, suppress_health_check=SLOW, derandomize=True)
settings.register_profile("prove", max_examples=10_000, deadline=None, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))  # noqa: TID251 -- the test runner's own switch, not a setting of the service
