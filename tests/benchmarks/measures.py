"""What the measures of analysis share: reading data, writing results."""

import json
import lzma
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT / "tests" / "persian" / "tables"
ZWNJ = "\u200c"


@dataclass(frozen=True, slots=True)
class Result:
    """One measured number beside a peer's; `p` of the paired randomisation test, where one was made."""

    measure: str
    condition: str
    ours: float
    peer: str
    peer_value: float
    p: float | None = None

    def __str__(self) -> str:
        p = "" if self.p is None else f"   p = {self.p:.4f}"
        return (
            f"{self.measure:34} {self.condition:34} {self.ours:10.4f}   {self.peer} {self.peer_value:.4f}{p}"
        )


def open_text(path: Path) -> TextIO:
    """Open a text file, packed by xz or not."""
    return (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8")


def records(path: Path) -> Iterator[dict]:
    """Yield the objects of a file of JSON lines."""
    with open_text(path) as lines:
        yield from map(json.loads, lines)


def table(name: str) -> list[str]:
    """Return the lines of one of the tests' tables, comments left out."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def report(results: Iterator[Result], path: Path | None) -> None:
    """Print each result when it is there, and write all as JSON lines if a file is asked for."""
    with path.open("w", encoding="utf-8") if path else open("/dev/null", "w") as file:
        for result in results:
            print(result, flush=True)
            file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
