"""How far a long run is: one live line on a terminal, plain log lines elsewhere."""

from __future__ import annotations

import logging
import sys
import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

LOG_EVERY_SECONDS = 5.0

logger = logging.getLogger(__name__)


class RunProgress:
    """Phases one after another, each with a count of done and, where known, expected."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.bar: Progress | None = None
        self.phase = ""
        self.phase_started = self.logged = time.monotonic()

    def start(self) -> Progress:
        bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        bar.start()
        return bar

    def update(self, phase: str, done: int, expected: int | None) -> None:
        now = time.monotonic()
        begins = phase != self.phase
        if self.bar is None and sys.stderr.isatty():
            self.bar = self.start()
        if begins:
            self.phase, self.phase_started, self.logged = phase, now, now
        rate = done / (now - self.phase_started) if now - self.phase_started > 0.5 else 0.0
        speed = f"{rate:,.0f}/s" if rate else ""
        if self.bar:
            if begins:
                for task in self.bar.task_ids:
                    self.bar.remove_task(task)
                self.bar.add_task(f"{self.name}: {phase}", total=expected, rate="")
            self.bar.update(self.bar.task_ids[-1], completed=done, total=expected, rate=speed)
        elif begins or now - self.logged >= LOG_EVERY_SECONDS:
            self.logged = now
            left = f", about {(expected - done) / rate:.0f} s left" if expected and rate else ""
            logger.info(
                "%s: %s %s%s%s", self.name, phase, done, f" of {expected}" if expected else "", f" {speed}{left}"
            )

    def close(self) -> None:
        if self.bar:
            self.bar.stop()
