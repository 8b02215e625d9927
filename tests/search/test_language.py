"""What readers type becomes the tree they meant, and nothing typed is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyse
from search.language import DEEPEST, LONGEST_PHRASE, MOST_WORDS, parse
from search.query import Query
from search.tree import And, Fuzzy, Near, Node, Not, Or, Phrase, Prefix, Word, leaves, marks_of, words_of


def said(node: Node | None) -> str:
    """A tree in a short form: a b for and, a | b for or, -a, "a b", ="a b", ~n, a*, a~."""
    match node:
        case None:
            return ""
        case Word(_, exact, verbatim):
            return f"={exact}" if verbatim else exact
        case Phrase(words) | Near(words):
            mark = "=" if words[0].verbatim else ""
            near = f"~{node.distance}" if isinstance(node, Near) else ""
            return f'{mark}"{" ".join(word.exact for word in words)}"{near}'
        case Prefix(letters):
            return f"{letters}*"
        case Fuzzy(letters):
            return f"{letters}~"
        case Not(part):
            return f"-{said(part)}" if not isinstance(part, And | Or) else f"-({said(part)})"
        case And(parts):
            return " ".join(f"({said(p)})" if isinstance(p, Or) else said(p) for p in parts)
        case Or(parts):
            return " | ".join(map(said, parts))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("پسته", "پسته"),
        ("صنعت؟", "صنعت"),
        ("پسته زعفران", "پسته زعفران"),
        ("پسته، زعفران", "پسته زعفران"),
        ("پسته پسته", "پسته"),
        ("پسته به زعفران", "پسته زعفران"),
        ("به", "=به"),
        ("از به", "=از =به"),
        ("پسته یا زعفران", "پسته | زعفران"),
        ("پسته OR زعفران", "پسته | زعفران"),
        ("پسته | زعفران", "پسته | زعفران"),
        ("پسته یزد یا زعفران", "پسته یزد | زعفران"),
        ("یزد (پسته یا زعفران)", "یزد (پسته | زعفران)"),
        ("(پسته یا زعفران", "پسته | زعفران"),
        ("پسته) یا زعفران", "پسته | زعفران"),
        ("پسته یا", "پسته"),
        ("یا پسته", "پسته"),
        ("پسته یا یا زعفران", "پسته | زعفران"),
        ("پسته -زعفران", "پسته -زعفران"),
        ("پسته بدون زعفران", "پسته -زعفران"),
        ("پسته NOT زعفران", "پسته -زعفران"),
        ("پسته بدون زعفران یزد", "پسته -زعفران یزد"),
        ("پسته -«زعفران یزد»", 'پسته -"زعفران یزد"'),
        ("پسته -(زعفران یا یزد)", "پسته -(زعفران | یزد)"),
        ("-پسته", "-پسته"),
        ("- پسته", "پسته"),
        ("پسته-زعفران", "پسته زعفران"),
        ("--پسته", "-پسته"),
        ("پسته بدون", "پسته"),
        ("«پسته زعفران»", '"پسته زعفران"'),
        ('"پسته زعفران"', '"پسته زعفران"'),
        ("“پسته زعفران”", '"پسته زعفران"'),
        ("«پسته»", "پسته"),
        ("«پسته زعفران", "پسته زعفران"),
        ('پسته" زعفران', "پسته زعفران"),
        ('="پسته زعفران"', '="پسته زعفران"'),
        ("=«پسته به زعفران»", '="پسته به زعفران"'),
        ("«پسته به زعفران»", '"پسته زعفران"'),
        ("«از به»", '="از به"'),
        ("«پسته زعفران» در ۱۰ واژه", '"پسته زعفران"~10'),
        ("«پسته زعفران» در 10 کلمه", '"پسته زعفران"~10'),
        ('"پسته زعفران"~10', '"پسته زعفران"~10'),
        ("زعف*", "زعف*"),
        ("ز*", "ز"),
        ("*", ""),
        ("زعفزان~", "زعفزان~"),
        ("-زعف*", "-زعف*"),
        ("((((", ""),
        ("()", ""),
        ("«»", ""),
        ("؟!…", ""),
        ("", ""),
    ],
)
def test_typed_is_meant(typed, meant):
    assert said(parse(typed)) == meant


def test_a_function_word_inside_a_phrase_keeps_its_place():
    assert parse("«پسته به زعفران»").offsets == (0, 2)


def test_exactly_asks_for_every_spelling_as_it_stands():
    assert said(parse("پسته «زعفران یزد»", exact=True)) == '=پسته ="زعفران یزد"'


@pytest.mark.parametrize("spelling", ["سرمایه گذاری", "سرمایه‌گذاری", "سرمايه گذاري"])
def test_a_compound_is_one_question_in_any_spelling(spelling):
    assert parse(spelling) == parse("سرمایه گذاری")


@given(st.text(max_size=700))
def test_nothing_typed_is_an_error(text):
    check_is_bounded(parse(text))


pieces = st.sampled_from(["پسته", "زعفران ", " یا ", " بدون ", " در ۵ واژه ", *'-«»"()*~= '])


@given(st.lists(pieces, max_size=80).map("".join), st.booleans())
def test_operators_in_any_order_are_no_error(text, exact):
    check_is_bounded(parse(text, exact))


@pytest.mark.parametrize(
    "text", ["(" * 10_000, "«پسته " * 2_000, "پسته یا " * 3_000, "-(" * 5_000 + "پسته", "ا" * 10_000]
)
def test_what_is_too_much_is_cut(text):
    check_is_bounded(parse(text))


def check_is_bounded(tree: Node | None) -> None:
    found = list(leaves(tree))
    assert sum(len(words_of(leaf)) or 1 for leaf in found) <= MOST_WORDS
    assert all(len(leaf.words) <= LONGEST_PHRASE for leaf in found if isinstance(leaf, Phrase | Near))
    assert depth(tree) <= 3 * (DEEPEST + 1)


def depth(tree: Node | None) -> int:
    parts = getattr(tree, "parts", (tree.part,) if isinstance(tree, Not) else ())
    return 1 + max(map(depth, parts), default=0)


def test_a_question_without_words_asks_for_everything():
    assert Query("؟").tree is None and Query("؟").order == "-date"


def test_what_is_left_out_is_never_marked():
    marks = marks_of(parse("پسته -زعفران کشاور*"))
    marked = [term.exact for term in analyse("پسته و زعفران کشاورزی") if term in marks]
    assert marked == ["پسته", "کشاورزی"]


def test_a_word_typed_wrong_marks_the_right_one():
    marks = marks_of(parse("زعفزان~"))
    assert [term.exact for term in analyse("زعفران پسته") if term in marks] == ["زعفران"]
