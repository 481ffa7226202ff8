from tests.ui.real import _long_lived, _no_waits, clock, pytest_configure  # noqa: F401
