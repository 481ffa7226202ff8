from tests.ui.real import (  # noqa: F401
    _no_waits,
    bare,
    bench,
    clock,
    empty,
    icon_cache,
    opener,
    pytest_configure,
    sample,
    sample_folder,
    window,
)
