from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from newsroom.news.errors import DiskFull, StoreAway
from newsroom.ui import messages as module
from newsroom.ui.messages import STORE, Answer, MessageBar, Messages, Tone
from newsroom.ui.widgets.sign import Sign
from newsroom.ui.workbench import Workbench


def texts(messages: Messages) -> list[str]:
    return [message.text for message in messages.standing]


def test_messages_wait_until_a_bar_shows_them(qtbot: QtBot, fake_bench: Workbench) -> None:
    messages = Messages()
    messages.say("Saved too early to be seen.")
    bar = MessageBar(messages, fake_bench.icons)
    qtbot.addWidget(bar)
    assert not bar.isHidden()
    assert "Saved too early to be seen." in {label.text() for label in bar.findChildren(QLabel)}


def test_a_newer_message_of_a_key_takes_the_older_ones_place() -> None:
    messages = Messages()
    messages.say("Spiked 1 story", key="step")
    messages.say("The disk is full.", tone=Tone.FAULT)
    messages.say("Spiked 2 stories", key="step")
    assert texts(messages) == ["The disk is full.", "Spiked 2 stories"]


def test_the_same_sentence_does_not_pile_up() -> None:
    messages = Messages()
    for _time in range(5):
        messages.fault(DiskFull("The disk is full."))
    assert texts(messages) == ["The disk is full."]


def test_messages_can_be_taken_back_by_themselves_or_their_key() -> None:
    messages = Messages()
    first = messages.say("One")
    messages.say("Two", key="k")
    messages.take_back(first)
    assert texts(messages) == ["Two"]
    messages.take_back("k")
    messages.take_back("k")
    assert texts(messages) == []


def bar_of(qtbot: QtBot, messages: Messages, bench: Workbench) -> MessageBar:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    bar = MessageBar(messages, bench.icons, holder)
    field = QLineEdit(holder)
    column.addWidget(bar)
    column.addWidget(field)
    holder.show()
    field.setFocus()  # as in the window, where the caret stands in the story
    bar.holder = holder  # type: ignore[attr-defined]
    return bar


def test_an_answer_does_its_work_and_the_message_goes(qtbot: QtBot, fake_bench: Workbench) -> None:
    messages, done = Messages(), []
    bar = bar_of(qtbot, messages, fake_bench)
    messages.say("Spiked 3 stories", Answer("Undo", lambda: done.append("undone")))
    (button,) = bar.findChildren(QPushButton)
    button.click()
    assert done == ["undone"]
    assert texts(messages) == []
    assert bar.isHidden()


def test_a_message_can_be_closed_by_its_button_which_has_a_name(
    qtbot: QtBot, fake_bench: Workbench
) -> None:
    messages = Messages()
    bar = bar_of(qtbot, messages, fake_bench)
    messages.say("The disk is full.", tone=Tone.FAULT)
    (close,) = bar.findChildren(QToolButton)
    assert close.accessibleName()
    close.click()
    assert texts(messages) == []


def test_notes_go_by_themselves_and_faults_stay(
    qtbot: QtBot, fake_bench: Workbench, monkeypatch
) -> None:
    monkeypatch.setattr(module, "NOTE_MS", 30)
    messages = Messages()
    bar_of(qtbot, messages, fake_bench)
    messages.say("Saved")
    messages.say("The disk is full.", tone=Tone.FAULT)
    messages.say("Somebody else saved.", tone=Tone.CAUTION)
    qtbot.waitUntil(lambda: len(messages.standing) == 2)
    qtbot.wait(60)
    assert texts(messages) == ["The disk is full.", "Somebody else saved."]


def test_a_note_can_stay(qtbot: QtBot, fake_bench: Workbench, monkeypatch) -> None:
    monkeypatch.setattr(module, "NOTE_MS", 30)
    messages = Messages()
    bar_of(qtbot, messages, fake_bench)
    messages.say("10,000 stories came in.", stays=True)
    messages.say("Saved")
    qtbot.waitUntil(lambda: len(messages.standing) == 1)
    qtbot.wait(60)
    assert texts(messages) == ["10,000 stories came in."]


def test_a_persian_headline_keeps_to_itself(qtbot: QtBot, fake_bench: Workbench) -> None:
    messages = Messages()
    bar = bar_of(qtbot, messages, fake_bench)
    said = messages.say("1 story recovered: “قایق های شب”, 39 words newer", tone=Tone.FAULT)
    (text,) = bar.findChildren(QLabel, "messageText")
    assert text.text() == "1 story recovered: \u2068“قایق های شب”\u2069, 39 words newer"
    messages.reword(said, "“قایق” 2")
    assert text.text() == "\u2068“قایق”\u2069 2"
    messages.reword(said, "“Fähre” 2")
    assert text.text() == "“Fähre” 2", "nothing turns here, and it may be copied"


def test_a_long_message_is_seen_whole(qtbot: QtBot, fake_bench: Workbench) -> None:
    messages = Messages()
    bar = bar_of(qtbot, messages, fake_bench)
    bar.holder.resize(500, 300)  # type: ignore[attr-defined]
    messages.say("The picture is not on this computer. " * 9 + "/" + "a" * 300, tone=Tone.FAULT)
    (text,) = bar.findChildren(QLabel, "messageText")
    qtbot.waitUntil(lambda: text.isVisible() and text.height() >= text.heightForWidth(text.width()))
    assert bar.holder.minimumSizeHint().width() < 500  # type: ignore[attr-defined]


def test_no_more_than_three_stand_at_once_the_newest_on_top(
    qtbot: QtBot, fake_bench: Workbench
) -> None:
    messages = Messages()
    bar = bar_of(qtbot, messages, fake_bench)
    for number in range(5):
        messages.say(f"Fault {number}", tone=Tone.FAULT)

    def shown() -> list[str]:
        lines = bar.findChildren(QFrame, "message")
        return sorted(line.accessibleName() for line in lines if line.isVisible())

    qtbot.waitUntil(lambda: shown() == ["Fault 2", "Fault 3", "Fault 4"])
    layout = bar.layout()
    assert layout is not None
    assert layout.itemAt(0).widget().accessibleName() == "Fault 4"


def test_a_store_that_is_away_is_one_sentence_whatever_was_asked() -> None:
    messages = Messages()
    messages.fault(StoreAway("The server of db does not answer."))
    messages.away()
    messages.fault(StoreAway("There is no answer."), Answer("Try again", print), key="story")
    assert [m.text[:32] for m in messages.standing] == ["The newsroom can't be reached. W"]
    messages.take_back(STORE)
    assert messages.standing == ()


def test_a_message_gets_other_words_where_it_stands(qtbot: QtBot, fake_bench: Workbench) -> None:
    messages = Messages()
    bar = MessageBar(messages, fake_bench.icons)
    qtbot.addWidget(bar)
    first = messages.say("1 of 2", Answer("Stop", lambda: None))
    messages.say("Something else.")
    (button,) = [one for one in bar.findChildren(QPushButton) if one.text() == "Stop"]
    now = messages.reword(first, "2 of 2")
    assert texts(messages) == ["2 of 2", "Something else."]
    assert [one for one in bar.findChildren(QPushButton) if one.text() == "Stop"] == [button]
    assert "2 of 2" in {label.text() for label in bar.findChildren(QLabel)}
    messages.take_back(now)
    messages.reword(now, "3 of 2")
    assert texts(messages) == ["Something else."]


def test_the_sign_of_a_message_comes_once_icons_are_drawn(
    qtbot: QtBot, fake_bench: Workbench
) -> None:
    bar = MessageBar(fake_bench.messages, fake_bench.icons)
    qtbot.addWidget(bar)
    fake_bench.messages.say("Somebody asks.", tone=Tone.CAUTION)
    (sign,) = bar.findChildren(Sign)
    sign.clear()  # as at a first start: said before there were any
    fake_bench.icons.changed.emit()
    assert not sign.pixmap().isNull()
