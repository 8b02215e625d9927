"""Look after the index: `manage.py index status | sync | rebuild | check`."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import close_old_connections
from tqdm import tqdm

from archive.management.base import ArchiveCommand
from search import triggers
from search.engines.base import EngineError
from search.rebuild import needs_rebuild, rebuild
from search.sync import COLLECTIONS, Collection, Report, steps
from search.verify import verify

#: Seconds between two looks of `index sync --watch`.
PAUSE = 1.0


class Command(ArchiveCommand):
    """A doorbell to search.sync, search.rebuild and search.verify."""

    help = "Look after the search index. Whatever is interrupted can be started again."
    # It must be able to repair what the checks complain of.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb, and its options."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="status|sync|rebuild|check")
        verbs.add_parser("status", help="say how the index is; exit code 1 if it needs attention")
        sync = verbs.add_parser("sync", help="bring every change to the index")
        sync.add_argument("--watch", action="store_true", help="go on doing so until stopped")
        again = verbs.add_parser("rebuild", help="make the index anew, beside the one that answers")
        again.add_argument("--if-needed", action="store_true", help="only where a sync is not enough")
        check = verbs.add_parser("check", help="compare with the database and heal; exit code 1 if wrong")
        check.add_argument("--deep", action="store_true", help="compare whole documents and read every byte")

    def handle(self, verb: str, **options: object) -> None:
        """Do it, and say in a line a collection what came of it."""
        try:
            getattr(self, f"_{verb}")(**options)
        except EngineError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stderr.write("stopped; what was done stays, start again to go on")
            sys.exit(130)

    def _status(self, **_: object) -> None:
        well = not triggers.missing()
        if not well:
            self.stdout.write("triggers: missing, changes are not noticed: manage.py migrate")
        for collection in COLLECTIONS:
            health = collection.engine.health()
            waiting = collection.state.objects.waiting().count()
            well = well and health.state == "ok" and not needs_rebuild(collection)
            self.stdout.write(
                f"{collection.name}: {health.state}, {health.documents} of {collection.records().count()} "
                f"in the index, {waiting} waiting, {health.bytes / 1e6:.1f} MB. {health.message}".strip()
            )
        if not well:
            raise CommandError("the index needs: manage.py index rebuild --if-needed")

    def _sync(self, watch: bool, **_: object) -> None:
        for collection in COLLECTIONS:
            self.stdout.write(f"{collection.name}: {self._sync_one(collection)}")
        while watch:
            time.sleep(PAUSE)
            close_old_connections()
            self._look()

    def _look(self) -> None:
        """One look of the watch. A busy or missing index is no reason to stop looking."""
        try:
            for collection in COLLECTIONS:
                if (report := sum(steps(collection), Report())) != Report():
                    self.stdout.write(f"{collection.name}: {report}")
        except EngineError as error:
            self.stderr.write(str(error))

    def _sync_one(self, collection: Collection) -> Report:
        report = Report()
        with _bar(collection, collection.state.objects.waiting().count()) as bar:
            for step in steps(collection):
                report += step
                bar.update(step.put + step.dropped)
        return report

    def _rebuild(self, if_needed: bool, **_: object) -> None:
        for collection in COLLECTIONS:
            if if_needed and collection.engine.health().state == "ok":
                report = self._sync_one(collection)
                if not needs_rebuild(collection):
                    self.stdout.write(f"{collection.name}: in step ({report})")
                    continue
            with _bar(collection, collection.state.objects.count()) as bar:
                rebuild(collection, bar.update)
            self.stdout.write(f"{collection.name}: rebuilt, {collection.engine.health().documents} documents")

    def _check(self, deep: bool, **_: object) -> None:
        wrong = 0
        for collection in COLLECTIONS:
            if (state := collection.engine.health(deep).state) != "ok":
                raise CommandError(f"the index of {collection.name} is {state}: manage.py index rebuild")
            with _bar(collection, None) as bar:
                healed = verify(collection, deep, bar.update)
            self.stdout.write(f"{collection.name}: {healed} wrong, then {self._sync_one(collection)}")
            wrong += healed
        if wrong:
            raise CommandError(f"{wrong} records were wrong in the index; they are right now")


@contextmanager
def _bar(collection: Collection, total: int | None) -> Iterator[tqdm]:
    """A progress bar on standard error, silent when nobody watches or there is nothing to do."""
    silent = True if total == 0 else None
    with tqdm(desc=collection.name, total=total, unit="", leave=False, disable=silent) as bar:
        yield bar
