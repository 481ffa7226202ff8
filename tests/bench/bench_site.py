"""Publishing a site of ten thousand stories, held against Hugo and Pelican building the same pages.

All run as whole processes on the same disk (in memory where there is one), in turn; what counts
is the CPU of the process and all that it started. Hugo knows no publishing of what changed: it
builds all pages each time, so one figure of it stands for every case. A first export, for which
every text is parsed by Python-Markdown, is held against Pelican, which does the same.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from newsroom.desk.desk import open_desk
from newsroom.export.files import digest
from newsroom.export.site import manifest as manifests
from newsroom.news.article import Article, Byline
from newsroom.news.lists import Term
from newsroom.news.staff import Person
from newsroom.news.workflow import PubState, Stage
from newsroom.store.connect import open_store
from tests.bench import figures, hugo, pelican, stores
from tests.bench.corpus import NOW, SECTIONS, STEMS, Corpus

COUNT = int(os.environ.get("NEWSROOM_BENCH_STORIES", "10000"))
WORDS = 400
PEOPLE = 40
ROUNDS = 5
COLD_ROUNDS = 2  # a Pelican takes as long as all the others together
_AT_ONCE = 2_000

GOALS = {
    "site.nothing": 0.02,
    "site.one": 0.05,
    "site.first": 0.5,  # of Pelican's CPU, the others of Hugo's
    "site.new story shared": 0.06,
    "site.all": 0.25,
    "site.all wall": 0.35,
}


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took: seconds of CPU with all that it started, seconds of wall."""

    cpu: float
    wall: float


def corpus_of(count: int, people: list[Person]) -> list[Article]:
    """Published stories with writers, sections and tags; the last one is the newest."""
    corpus = Corpus(seed=11)
    found = []
    for number in range(count):
        story = corpus.article(number, words=WORDS)
        moment = NOW - timedelta(minutes=43) * (count - number)
        person = people[corpus.dice.randrange(len(people))]
        found.append(
            replace(
                story,
                section=SECTIONS[number % len(SECTIONS)],
                bylines=(Byline(person.name, person.id),),
                tags=tuple(corpus.dice.sample(STEMS[:30], 2)),
                language="en" if story.language == "en" else "fa",
                stage=Stage.READY,
                pubstate=PubState.PUBLISHED,
                published_at=moment,
                created_at=moment,
                updated_at=moment,
                due_at=None,
            )
        )
    return found


def make_store(path: Path, count: int) -> list[Article]:
    """The newsroom that is published; gives its stories."""
    with open_desk(path, create=True, clock=lambda: NOW) as desk:
        desk.set_site({"name": "The Bench Post", "url": "https://bench.example"})
        for number in range(1, PEOPLE + 1):
            desk.staff.add(Person(name=f"Person {number}", bio=f"Person {number} writes here."))
        for place, key in enumerate(SECTIONS):
            desk.lists.put("sections", Term(key=key, name=key.capitalize(), position=place))
        people = list(desk.staff.all())
    found = corpus_of(count, people)
    with open_store(path, clock=lambda: NOW) as store:
        for start in range(0, count, _AT_ONCE):
            with store.transaction():
                for story in found[start : start + _AT_ONCE]:
                    store.articles.insert(story, author=None)
    return found


class Bench:
    """Our program and theirs on the same stories."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "paper.newsroom"
        self.to = folder / "www"
        self.environment = {
            **os.environ,
            "XDG_CACHE_HOME": str(folder / "cache"),
            "PYTHONPATH": str(figures.ROOT),
        }
        # An installed program has its modules compiled; so has Pelican by pip.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.stories = make_store(self.store, COUNT)

    def ours(self, *options: str) -> Run:
        """Publish by the command line."""
        return self._run(
            [sys.executable, "-m", "newsroom", "--store", str(self.store), "site",
             str(self.to), *options]
        )  # fmt: skip

    def theirs(self, program: Path) -> Run:
        """Build everything."""
        return self._run(
            [str(program), "--source", str(self.folder / "hugo"), "--quiet",
             "--destination", str(self.folder / "hugo-www")]
        )  # fmt: skip

    def pelicans(self, program: Path) -> Run:
        """Build everything, from nothing."""
        shutil.rmtree(self.folder / "pelican-www", ignore_errors=True)
        return self._run(
            [str(program), "--settings", "pelicanconf.py", "--output",
             str(self.folder / "pelican-www"), "--quiet", "content"],
            at=self.folder / "pelican",
        )  # fmt: skip

    def _run(self, command: list[str], at: Path | None = None) -> Run:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        done = subprocess.run(
            command,
            env=self.environment,
            cwd=at,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise SystemExit(f"bench: {command[0]} failed: {done.stderr[-2000:]}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Run(cpu, wall)

    def change(self, **fields: object) -> None:
        """Somebody edits a story from the middle of the archive."""
        slug = self.stories[len(self.stories) // 2].slug
        with open_desk(self.store) as desk:
            story = desk.articles.by_slug(slug)
            desk.articles.save(story.id, story.version, fields)

    def touched(self, act: Callable[[], object]) -> list[str]:
        """The files that an act wrote."""
        before = manifests.read(self.to)
        act()
        after = manifests.read(self.to)
        assert before is not None
        assert after is not None
        return [path for path, entry in after.files.items() if before.files.get(path) != entry]


def differing(one: Path, other: Path) -> int:
    """How many files are not the same in both; words that grow old by themselves are no matter."""
    names = [
        {path.relative_to(at).as_posix() for path in at.rglob("*") if path.is_file()}
        - {manifests.NAME}
        for at in (one, other)
    ]
    wrong = len(names[0] ^ names[1])
    for name in names[0] & names[1]:
        wrong += digest((one / name).read_bytes()) != digest((other / name).read_bytes())
    return wrong


def main() -> None:
    """Print the figures."""
    with stores.scratch() as folder:
        sys.stderr.write(f"bench: making {COUNT} stories …\n")
        bench = Bench(folder)
        program = hugo.program()
        if isinstance(program, Path):
            hugo.lay_out(folder / "hugo", bench.stories)
        peers: list[Run] = []

        def peer() -> None:
            if isinstance(program, Path):
                peers.append(bench.theirs(program))

        def tell(metric: str, runs: list[Run], beside: list[Run], *, wall: bool = False) -> None:
            told = (("", "cpu"), (" wall", "wall")) if wall else (("", "cpu"),)
            for end, what in told:
                name = f"site.{metric}{end}"
                app = statistics.median(getattr(run, what) for run in runs) * 1000
                if not beside:
                    figures.absent(name, str(program), goal=GOALS.get(name))
                    figures.tell(f"{name}.ms", app, n=len(runs))
                    continue
                pairs = [getattr(a, what) / getattr(b, what)
                         for a, b in zip(runs, beside, strict=True)]  # fmt: skip
                figures.tell(
                    name, app, statistics.median(getattr(run, what) for run in beside) * 1000,
                    ratio=statistics.median(pairs), goal=GOALS.get(name), n=len(runs),
                )  # fmt: skip

        def against(metric: str, act: Callable[[int], Run], *, rounds: int = ROUNDS,
                    wall: bool = False) -> None:  # fmt: skip
            runs, start = [], len(peers)
            for number in range(rounds):
                runs.append(act(number))
                peer()
            tell(metric, runs, peers[start:], wall=wall)

        if isinstance(program, Path):
            bench.theirs(program)  # a warm disk for both

        def first() -> Run:
            shutil.rmtree(folder / "cache", ignore_errors=True)
            shutil.rmtree(bench.to, ignore_errors=True)
            shutil.rmtree(folder / ".www.newsroom", ignore_errors=True)
            return bench.ours()

        other = pelican.program()
        if isinstance(other, Path):
            pelican.lay_out(folder / "pelican", bench.stories)
            bench.ours("--dry-run")  # modules are compiled
            colds = [(first(), bench.pelicans(other)) for _n in range(COLD_ROUNDS)]
            tell("first", [ours for ours, _its in colds], [its for _ours, its in colds], wall=True)
            its = sum(path.is_file() for path in (folder / "pelican-www").rglob("*.html"))
            figures.tell("site.first.files of Pelican", its, unit="files")
        else:
            figures.absent("site.first", other, goal=GOALS["site.first"])
            first()
        made = manifests.read(bench.to)
        assert made is not None
        theirs = sum(path.is_file() for path in (folder / "hugo-www").rglob("*"))
        figures.tell("site.files", len(made.files), theirs or None, unit="files")
        bench.ours()
        against("nothing", lambda _n: bench.ours())
        bench.change(body="A first sentence of another text.\n")
        count = len(bench.touched(bench.ours))
        figures.tell("site.one.files", count, unit="files", goal=40)
        fresh = folder / "anew"
        bench.to, kept = fresh, bench.to
        bench.ours()
        bench.to = kept
        figures.tell("site.one.differing", differing(kept, fresh), unit="files", goal=0)
        shutil.rmtree(fresh)

        def one(number: int) -> Run:
            bench.change(body=f"Another text, the {number}th of its kind.\n\nAnd on it goes.\n")
            return bench.ours()

        against("one", one)
        slug = iter(range(1_000_000))

        def new(_number: int) -> Run:
            with open_desk(bench.store) as desk:
                story = desk.articles.create(
                    {"headline": f"Fresh {next(slug)}", "section": "city", "body": "Fresh.",
                     "stage": Stage.READY}
                ).value  # fmt: skip
                desk.publish.publish([story.id])
            return bench.ours()

        new(-1)
        against("new story", new, wall=True)
        bench.ours("--recent", "shared")
        against("new story shared", new)
        bench.ours("--recent", "page")

        def every(number: int) -> Run:
            with open_desk(bench.store) as desk:
                desk.set_site({"name": f"The Bench Post {number}"})
            return bench.ours()

        every(-1)
        against("all", every, wall=True)


if __name__ == "__main__":
    main()
