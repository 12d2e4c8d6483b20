"""What learning needs beyond the package. It learns nothing."""

import pytest


def require_lightgbm() -> None:
    """Skip where LightGBM is not installed, or has no OpenMP: its wheel leaves that to the system (Debian's libgomp1)."""
    try:
        import lightgbm  # noqa: F401, PLC0415 - an optional dependency
    except (ImportError, OSError) as error:
        pytest.skip(f"learning needs LightGBM (the train extra) and the system's libgomp1: {error}", allow_module_level=True)
