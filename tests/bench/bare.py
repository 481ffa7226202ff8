"""The floor of a start: a bare QTextEdit window with a thousand words."""

from PySide6.QtWidgets import QApplication, QTextEdit

app = QApplication([])
text = QTextEdit()
text.setPlainText("harbour council ferry bridge market " * 200)
text.showMaximized()
app.exec()
