"""What a reader typed, understood as a small tree (search/tree.py).

Words must all occur. «…» and "…" hold a phrase, ="…" a phrase in exactly this spelling, «…» در ۱۰ واژه words
near each other. `-` and «بدون» leave out the word, phrase or group that follows. «یا» chooses between what
stands before and after it: it binds loosest, because names are of several words («یزد یا خراسان رضوی»).
Brackets group, `کشاور*` finds what begins so, `صادارت~` what is one letter away. docs/searching.md tells
readers, with examples that are tests.

Nothing typed is an error: an operator with nothing to work on is passed over, what is too much is cut.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.persian.spelling import clean, fold
from search.analysis import Term, analyse
from search.tree import And, Fuzzy, Leaf, Near, Node, Not, Or, Phrase, Prefix, Word, words_of

__all__ = ["And", "Fuzzy", "Leaf", "Near", "Node", "Not", "Or", "Phrase", "Prefix", "Word", "parse"]

# Limits that keep one question from being a thousand (characters, words, brackets, words of one phrase).
LONGEST_TEXT = 512
MOST_WORDS = 16
DEEPEST = 8
LONGEST_PHRASE = 8
FARTHEST = 100
#: Fewer letters than these would match half the vocabulary.
SHORTEST_PREFIX = 2
SHORTEST_FUZZY = 3


def parse(text: str, exact: bool = False) -> Node | None:
    """The tree of what was typed; None, which asks for everything, when there is no word in it.

    With `exact`, words and phrases are taken in exactly their spelling. Never raises, whatever the text.
    """
    builder = _Builder(exact)
    for lexeme in _working(list(_lexemes(clean(text)[:LONGEST_TEXT]))):
        builder.take(lexeme)
    return builder.finish()


@dataclass(frozen=True, slots=True)
class _Lexeme:
    """A piece of the text. Kinds: open close or not, and the operands word prefix fuzzy phrase exact."""

    kind: str
    text: str = ""
    distance: int = 0


_QUOTED = r'"[^"]*"|«[^»]*»|“[^”]*”'
_PIECE = re.compile(
    rf"""(?P<quoted>=?(?:{_QUOTED}))
         (?:\s*~\s*(?P<tilde>\d{{1,3}})(?!\w) | \s*در\s+(?P<within>\d{{1,3}})\s+(?:واژه|کلمه)(?!\w))?
       | (?P<open>\() | (?P<close>\))
       | (?P<not>(?<![^\s(])[-−](?=[^\s)]))
       | (?P<word>[^\s()"«»“”]+)""",
    re.VERBOSE,
)
_OPERATORS = {"یا": "or", "OR": "or", "|": "or", "بدون": "not", "NOT": "not"}
_OPERANDS = {"word", "prefix", "fuzzy", "phrase", "exact"}


def _lexemes(text: str) -> Iterator[_Lexeme]:
    """Cut a text into lexemes; blanks and lone quotes fall between them."""
    for piece in _PIECE.finditer(text):
        kind, written = piece.lastgroup, piece.group()
        if piece["quoted"]:
            kind = "exact" if written.startswith("=") else "phrase"
            distance = int(piece["tilde"] or piece["within"] or 0)
            yield _Lexeme(kind, piece["quoted"].strip('="«»“”'), min(distance, FARTHEST))
        elif kind == "word":
            yield _Lexeme(_kind_of(written), written)
        else:
            yield _Lexeme(kind, written)


def _kind_of(word: str) -> str:
    if operator := _OPERATORS.get(word) or _OPERATORS.get(fold(word)):
        return operator
    letters = word.rstrip("*~")
    if word.endswith("*") and len(letters) >= SHORTEST_PREFIX:
        return "prefix"
    if word.endswith("~") and len(letters) >= SHORTEST_FUZZY:
        return "fuzzy"
    return "word"


def _working(lexemes: list[_Lexeme]) -> Iterator[_Lexeme]:
    """The lexemes without operators that have nothing to work on; one that stands alone is a word."""
    pairs = zip([None, *lexemes], lexemes, strict=False)
    lexemes = [lexeme for before, lexeme in pairs if not (before and before.kind == lexeme.kind == "or")]
    kinds = ["", *(lexeme.kind for lexeme in lexemes), ""]
    for before, lexeme, after in zip(kinds, lexemes, kinds[2:], strict=False):
        starts = after in _OPERANDS or after in ("open", "not")
        idle = (lexeme.kind == "not" and not starts) or (
            lexeme.kind == "or" and not (starts and (before in _OPERANDS or before == "close"))
        )
        if not idle:
            yield lexeme
        elif len(lexemes) == 1:
            yield _Lexeme("word", lexeme.text)


@dataclass(slots=True)
class _Group:
    """What stands between two brackets: alternatives of parts, and words not yet analysed.

    A whole stretch of words is analysed at once, because compounds are written over blanks: «سرمایه گذاری».
    """

    alternatives: list[list[Node]] = field(default_factory=lambda: [[]])
    stretch: list[str] = field(default_factory=list)
    negates_next: bool = False

    def add(self, node: Node | None) -> None:
        """One more part, negated if an operator asked for it."""
        if node is not None:
            self.alternatives[-1].append(Not(node) if self.negates_next else node)
        self.negates_next = False

    def node(self) -> Node | None:
        """The group as one node."""
        return _joined(Or, [_joined(And, _telling(parts)) for parts in self.alternatives])


class _Builder:
    """Builds the tree with its own stack of groups, so that no depth of brackets can exhaust Python's."""

    def __init__(self, exact: bool) -> None:
        self.exact = exact
        self.words_left = MOST_WORDS
        self.groups = [_Group()]
        self.brackets_ignored = 0

    def take(self, lexeme: _Lexeme) -> None:
        """Read one lexeme."""
        group = self.groups[-1]
        if lexeme.kind == "word" and not group.negates_next:
            group.stretch.append(lexeme.text)
            return
        self._end_stretch()
        match lexeme.kind:
            case "open":
                self._open()
            case "close":
                self._close()
            case "or":
                group.alternatives.append([])
            case "not":
                group.negates_next = not group.negates_next
            case _:
                group.add(self._operand(lexeme))

    def finish(self) -> Node | None:
        """The tree; brackets left open are closed."""
        while len(self.groups) > 1:
            self._end_stretch()
            self._pop()
        self._end_stretch()
        return self.groups[0].node()

    def _open(self) -> None:
        if len(self.groups) > DEEPEST:
            self.brackets_ignored += 1
            return
        self.groups.append(_Group())

    def _close(self) -> None:
        if self.brackets_ignored:
            self.brackets_ignored -= 1
        elif len(self.groups) > 1:
            self._pop()

    def _pop(self) -> None:
        group = self.groups.pop()
        self.groups[-1].add(group.node())

    def _end_stretch(self) -> None:
        group = self.groups[-1]
        if group.stretch:
            group.add(self._text(" ".join(group.stretch)))
            group.stretch = []

    def _operand(self, lexeme: _Lexeme) -> Node | None:
        if lexeme.kind in ("prefix", "fuzzy"):
            return self._open_ended(lexeme)
        return self._quoted(lexeme)

    def _text(self, text: str) -> Node | None:
        return _joined(
            And, [self._limited(word) for word in _telling(self._words(analyse(text), self.exact))]
        )

    def _open_ended(self, lexeme: _Lexeme) -> Node | None:
        *words, last = analyse(lexeme.text.rstrip("*~")) or [None]
        if last is None:
            return None
        leaf = (Prefix if lexeme.kind == "prefix" else Fuzzy)(last.exact)
        return _joined(And, [self._limited(part) for part in [*self._words(words, self.exact), leaf]])

    def _quoted(self, lexeme: _Lexeme) -> Node | None:
        terms = analyse(lexeme.text)[:LONGEST_PHRASE]
        verbatim = self.exact or lexeme.kind == "exact" or not any(term.stem for term in terms)
        if not verbatim:
            terms = [term for term in terms if term.stem]
        words = tuple(self._words(terms, verbatim))
        if len(words) < 2:
            return self._limited(words[0]) if words else None
        if lexeme.distance:
            return self._limited(Near(words, lexeme.distance))
        return self._limited(Phrase(words, tuple(term.position - terms[0].position for term in terms)))

    @staticmethod
    def _words(terms: list[Term], verbatim: bool) -> list[Word]:
        return [Word(term.stem, term.exact, verbatim or not term.stem) for term in terms]

    def _limited(self, leaf: Leaf) -> Leaf | None:
        self.words_left -= len(words_of(leaf)) or 1
        return leaf if self.words_left >= 0 else None


def _telling(parts: list[Node]) -> list[Node]:
    """The parts without function words, unless there is nothing else."""
    return [part for part in parts if not (isinstance(part, Word) and not part.stem)] or parts


def _joined(kind: type[And] | type[Or], parts: list[Node | None]) -> Node | None:
    """Parts under one node of a kind: none twice, a part of the same kind opened, a lone part as it is."""
    flat: dict[Node, None] = {}
    for part in parts:
        if isinstance(part, kind):
            flat |= dict.fromkeys(part.parts)
        elif part is not None:
            flat[part] = None
    return kind(tuple(flat)) if len(flat) > 1 else next(iter(flat), None)
