"""One rule of the book as a form."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.rule import (
    KIND_LABELS,
    PART_LABELS,
    SEVERITY_LABELS,
    Part,
    RuleKind,
    Severity,
    StyleRule,
)
from newsroom.news.staff import Person

LINES = 3  # of a field that grows no further


class RuleForm(QScrollArea):
    """Its fields. ``rule`` gives what stands in them."""

    def __init__(self, staff: Iterable[Person], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._version = 0
        inner = QWidget(self)
        inner.setProperty("role", "form")
        rows = QFormLayout()
        rows.setSpacing(8)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.name = QLineEdit(inner)
        self.kind = _choice(inner, ((str(kind), _(label)) for kind, label in KIND_LABELS.items()))
        self.sought = _text(inner)
        self.into = _text(inner)
        self.why = QLineEdit(inner)
        self.source = QLineEdit(inner)
        self.category = QLineEdit(inner)
        self.severity = _choice(
            inner, ((str(kind), _(label)) for kind, label in SEVERITY_LABELS.items())
        )
        people = ((str(p.id), p.name) for p in staff if p.active and not p.collective)
        self.owner = _choice(inner, (("", _("Nobody")), *people))
        self.part = _choice(inner, ((str(part), _(label)) for part, label in PART_LABELS.items()))
        self.language = QLineEdit(inner)
        self.language.setPlaceholderText(_("en, fa … or nothing for all"))
        self.live = QCheckBox(_("Live"), inner)
        self.quoted = QCheckBox(_("Look into quotations too"), inner)
        self.exact = QCheckBox(_("Capitals matter"), inner)
        self.must = _text(inner)
        self.must_not = _text(inner)
        fields: tuple[tuple[str, QWidget], ...] = (
            (_("Name"), self.name),
            (_("Kind"), self.kind),
            (_("Looks for"), self.sought),
            (_("Proposes"), self.into),
            (_("Why"), self.why),
            (_("Source"), self.source),
            (_("Category"), self.category),
            (_("Severity"), self.severity),
            (_("Owner"), self.owner),
            (_("Where"), self.part),
            (_("Language"), self.language),
        )
        for label, widget in fields:
            widget.setAccessibleName(label)
            rows.addRow(label, widget)
        flags = QHBoxLayout()
        flags.setSpacing(16)
        for box in (self.live, self.quoted, self.exact):
            flags.addWidget(box)
        flags.addStretch(1)
        rows.addRow("", flags)
        for label, field in (
            (_("Has to find in"), self.must),
            (_("Finds nothing in"), self.must_not),
        ):
            field.setAccessibleName(label)
            field.setPlaceholderText(_("A sentence a line"))
            rows.addRow(label, field)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.addLayout(rows)
        column.addStretch(1)
        self.setWidget(inner)
        self.kind.currentIndexChanged.connect(self._kind_changed)
        self._kind_changed()

    def _kind_changed(self, *_index: object) -> None:
        kind = RuleKind(self.kind.currentData())
        self.into.setEnabled(kind in (RuleKind.PATTERN, RuleKind.REPLACEMENT))
        self.sought.setPlaceholderText(
            {
                RuleKind.REPLACEMENT: _("What is written, a line each"),
                RuleKind.PATTERN: _("A regular expression; {month}, {number} … are known"),
                RuleKind.WORDS: _("wrong = right, a line each"),
                RuleKind.DICTIONARY: _("How the house spells it, a line each"),
                RuleKind.CODE: _("The name of a check"),
            }[kind]
        )

    @property
    def key(self) -> str:
        """The name that stands there."""
        return self.name.text().strip()

    def focus_key(self) -> None:
        """Put the caret into the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def put(self, rule: StyleRule) -> None:
        """Show a rule; the name of one that is in the book stays."""
        self._version = rule.version
        self.name.setText(rule.key)
        self.name.setReadOnly(bool(rule.key))
        _choose(self.kind, str(rule.kind))
        self.sought.setPlainText(rule.find)
        self.into.setPlainText(rule.put)
        self.why.setText(rule.why)
        self.source.setText(rule.source)
        self.category.setText(rule.category)
        _choose(self.severity, str(rule.severity))
        _choose(self.owner, str(rule.owner or ""))
        _choose(self.part, str(rule.part))
        self.language.setText(rule.language)
        self.live.setChecked(rule.live)
        self.quoted.setChecked(rule.quoted)
        self.exact.setChecked(rule.exact)
        self.must.setPlainText("\n".join(rule.must))
        self.must_not.setPlainText("\n".join(rule.must_not))
        for line in (self.why, self.source, self.category):
            line.setCursorPosition(0)

    def rule(self) -> StyleRule:
        """The rule as it stands in the fields."""
        owner = str(self.owner.currentData())
        return StyleRule(
            key=self.key,
            kind=RuleKind(self.kind.currentData()),
            find=self.sought.toPlainText().strip("\n"),
            put=self.into.toPlainText().strip("\n"),
            why=self.why.text().strip(),
            source=self.source.text().strip(),
            category=self.category.text().strip(),
            severity=Severity(self.severity.currentData()),
            owner=int(owner) if owner else None,
            part=Part(self.part.currentData()),
            language=self.language.text().strip().lower(),
            live=self.live.isChecked(),
            quoted=self.quoted.isChecked(),
            exact=self.exact.isChecked(),
            must=_lines(self.must),
            must_not=_lines(self.must_not),
            version=self._version,
        )


def _text(parent: QWidget) -> QPlainTextEdit:
    made = QPlainTextEdit(parent)
    made.setTabChangesFocus(True)
    made.setProperty("role", "field")
    made.setProperty("lines", str(LINES))  # the sheet makes it so high
    made.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    return made


def _choice(parent: QWidget, choices: Iterable[tuple[str, str]]) -> QComboBox:
    made = QComboBox(parent)
    for key, label in choices:
        made.addItem(label, key)
    return made


def _choose(box: QComboBox, key: str) -> None:
    box.setCurrentIndex(max(0, box.findData(key)))


def _lines(text: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line for line in text.toPlainText().split("\n") if line.strip())
