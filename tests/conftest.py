"""What holds for every test: which cases hypothesis draws."""

from __future__ import annotations

import os

from hypothesis import settings

# A change is judged on the same cases wherever and whenever it is tested; `make fuzz` looks for new ones.
settings.register_profile("same", derandomize=True)
settings.register_profile("new", derandomize=False, print_blob=True, max_examples=300)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
