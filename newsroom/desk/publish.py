"""Publishing, the page as readers will see it, and writing pages into a folder."""

from __future__ import annotations
