"""Both halves of a restore, each in a process and a place of its own: `save FOLDER`, then `check FILE`.

`save` makes an archive, edits it without pause, takes a backup meanwhile, and prints the file and what had
been saved before. `check` makes the index of a restored database and prints what the archive holds.
"""

import io
import json
import sys
import threading
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from archive.models import Article  # noqa: E402
from search.sync import COLLECTIONS  # noqa: E402


def told(*command: str, **options: object) -> str:
    said = io.StringIO()
    call_command(*command, stdout=said, **options)
    return said.getvalue().strip()


def save(folder: Path) -> None:
    """Edits are numbered; all up to the one that was acknowledged before the backup began must be in it."""
    call_command("migrate", verbosity=0)
    keys = [Article.objects.create(title=f"خبر {number}", body="متن").pk for number in range(20)]
    done, stop = [0], threading.Event()

    def edit() -> None:
        while not stop.is_set():
            number = done[0] + 1
            Article.objects.filter(pk__in=keys[:2]).update(footer=str(number))  # both, or none
            done[0] = number
        connection.close()

    editor = threading.Thread(target=edit)
    editor.start()
    while done[0] < 20:
        stop.wait(0.01)
    before = done[0]
    file = told("backup", folder)
    after = done[0]
    stop.set()
    editor.join()
    print(json.dumps({"file": file, "before": before, "after": after, "edits": done[0]}))


def check() -> None:
    """What somebody does after a restore, and what they then have."""
    call_command("migrate", verbosity=0)
    call_command("index", "rebuild", stdout=io.StringIO())
    wrong = told("index", "check", deep=True)
    held = [collection.engine.health().documents for collection in COLLECTIONS]
    articles = list(Article.objects.order_by("pk").values_list("title", "footer"))
    print(json.dumps({"articles": articles, "check": wrong, "documents": held}))


if __name__ == "__main__":
    save(Path(sys.argv[2])) if sys.argv[1] == "save" else check()
