"""What befalls the open stories and the store, put into words for the message bar."""

from __future__ import annotations

from PySide6.QtCore import QObject

from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.changes import Changes
from newsroom.news.errors import NewsroomError, SlugTaken
from newsroom.news.rights import Right
from newsroom.ui.messages import STORE, Answer, Tone
from newsroom.ui.story import OpenStory, listener
from newsroom.ui.workbench import Workbench


class Tidings(QObject):
    """Listens to the workbench and its tasks, and says what a person ought to know."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._messages = workbench.messages
        workbench.story_opened.connect(self._listen)
        workbench.story_closed.connect(self._closed)
        workbench.tasks.changed.connect(self._changed)
        workbench.tasks.fault.connect(self._messages.fault)
        workbench.tasks.reached.connect(self._reached)

    # The store.

    def _changed(self, changes: Changes) -> None:
        if not changes.label:
            return
        bench, answers = self._workbench, []
        if (step := changes.step) is not None:
            answers.append(Answer(_("Undo"), lambda: bench.undo(step)))
        if changes.recent and changes.listing and Right.PUBLISH not in bench.refusals:
            # Readers do not see it before the site is written anew.
            answers.append(Answer(_("The site…"), bench.site_wanted.emit))
        self._messages.say(changes.label, *answers, key="step")

    def _reached(self, reached: bool) -> None:
        if reached:
            self._messages.take_back(STORE)
        else:
            self._messages.away()

    # The stories.

    def _listen(self, story: OpenStory) -> None:
        story.saved.connect(listener(story, self._saved))
        story.faulted.connect(listener(story, self._faulted))
        story.merged.connect(listener(story, self._merged))
        story.overtaken.connect(listener(story, self._overtaken))
        story.conflicted.connect(listener(story, self._conflicted))

    def _saved(self, story: OpenStory, _article: Article) -> None:
        self._messages.take_back(self.key_of(story))

    def _conflicted(self, story: OpenStory, _theirs: Article) -> None:
        self._workbench.settling.emit(story)

    def _closed(self, story: OpenStory) -> None:
        self._messages.take_back(self.key_of(story))
        if not story.id and story.draft() is not None:
            self._messages.say(
                _("“{title}” was never saved; its text is kept.").format(title=story.title),
                Answer(_("Open again"), lambda: self._workbench.open_draft(story.key)),
            )

    def _faulted(self, story: OpenStory, error: NewsroomError) -> None:
        if isinstance(error, SlugTaken) and error.suggestion:
            suggestion = error.suggestion

            def take() -> None:
                story.set("slug", suggestion)
                story.save()

            answer = Answer(_("Use {slug}").format(slug=suggestion), take)
        else:
            answer = Answer(_("Try again"), story.save)
        self._messages.fault(error, answer, key=self.key_of(story))

    def _merged(self, story: OpenStory, theirs: Article) -> None:
        self._messages.say(
            _("{name} saved “{title}” too; both changes are in it now.").format(
                name=self._who(theirs), title=story.title
            ),
            key=self.key_of(story),
        )

    def _overtaken(self, story: OpenStory, theirs: Article) -> None:
        self._messages.say(
            _("{name} saved “{title}” while you were writing. Your text is kept.").format(
                name=self._who(theirs), title=story.title
            ),
            Answer(_("Look at both"), lambda: self._workbench.settling.emit(story)),
            tone=Tone.CAUTION,
            key=self.key_of(story),
        )

    def _who(self, article: Article) -> str:
        person = self._workbench.lists.person(article.updated_by)
        return person.name if person else _("Somebody else")

    @staticmethod
    def key_of(story: OpenStory) -> str:
        """Under which what is said of the text of a story stands in the bar."""
        return f"story {story.key}"
