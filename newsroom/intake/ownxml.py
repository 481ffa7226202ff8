"""lxml, loaded so that it calls the libxml2 that it was built with.

A system's graphics driver brings another libxml2 into the process with the first page that the web
engine shows, for everybody to find. lxml, loaded after that, would call functions of both, and
read what stands between ``<![`` and ``]>`` in Word's HTML as text.
"""

from __future__ import annotations

import os
import sys

if sys.platform == "linux" and hasattr(os, "RTLD_DEEPBIND"):  # glibc alone has it
    _flags = sys.getdlopenflags()
    sys.setdlopenflags(_flags | os.RTLD_DEEPBIND)
    try:
        from lxml import etree
    finally:
        sys.setdlopenflags(_flags)
else:
    from lxml import etree

__all__ = ["etree"]
