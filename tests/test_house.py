"""The bottom floor: paths, assets, words and the log."""

import logging
import os
import sys
from pathlib import Path

import pytest

from newsroom import assets, i18n, log, paths


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="XDG is for the other systems")
def test_xdg_folders_are_followed_and_relative_ones_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert paths.data_dir() == tmp_path / "d" / "newsroom"
    assert paths.config_dir() == tmp_path / ".config" / "newsroom"
    assert paths.default_store().parent == paths.data_dir()


@pytest.mark.parametrize(
    ("platform", "variable", "config"),
    [("win32", "APPDATA", "roaming/newsroom"), ("darwin", "", "Library/Preferences/newsroom")],
)
def test_other_systems_have_their_own_folders(
    platform: str, variable: str, config: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    if variable:
        monkeypatch.setenv(variable, str(tmp_path / "roaming"))
    assert paths.config_dir() == tmp_path / config
    places = {paths.data_dir(), paths.config_dir(), paths.state_dir(), paths.cache_dir()}
    assert len(places) == 4
    assert all(str(place).startswith(str(tmp_path)) for place in places)


def test_the_templates_are_found() -> None:
    assert assets.asset("templates").is_dir()
    assert assets.asset("a", "b").parts[-2:] == ("a", "b")


def test_words_without_a_catalogue_stay_english() -> None:
    i18n.use("xx-YY")
    assert i18n._("Saved") == "Saved"
    assert i18n._("") == ""
    assert i18n.ngettext("{n} story", "{n} stories", 2) == "{n} stories"
    assert i18n.N_("Draft") == "Draft"


def test_the_log_is_written_and_statements_are_kept_out_of_it(tmp_path: Path) -> None:
    logger = logging.getLogger("newsroom")
    before = list(logger.handlers), logger.level, logger.propagate
    try:
        path = log.start_log(tmp_path / "state")
        logger.info("opened")
        assert "opened" in path.read_text("utf-8")
        assert not logging.getLogger("peewee").isEnabledFor(logging.DEBUG)
        assert os.listdir(tmp_path / "state") == ["newsroom.log"]
    finally:
        for handler in set(logger.handlers) - set(before[0]):
            logger.removeHandler(handler)
            handler.close()
        logger.level, logger.propagate = before[1], before[2]
