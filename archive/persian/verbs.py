"""The simple forms of Persian verbs, made from their two stems."""

from collections.abc import Callable, Iterator

PAST_ENDINGS = ("", "م", "ی", "یم", "ید", "ند")
PRESENT_ENDINGS = ("م", "ی", "د", "یم", "ید", "ند")
SPOKEN_ENDINGS = ("ه", "ن")  # «میشه», «میکنن»
PARTICIPLE = "ه"
VOWELS = "اآو"


def simple_forms(past: str, present: str) -> Iterator[str]:
    """Yield the forms of a verb without «می»: past, participle, infinitive, subjunctive and their negatives.

    Stems and forms are folded and without half-spaces; either stem may be empty.

    >>> {"رسید", "نرسیدند", "رسیده", "برسد", "رسیدن"} <= set(simple_forms("رسید", "رس"))
    True
    """
    if past:
        for ending in (*PAST_ENDINGS, PARTICIPLE):
            yield past + ending
            yield _prefixed("ن", past + ending)
        yield past + "ن"
    for form in _present(present, PRESENT_ENDINGS):
        yield form
        yield _prefixed("ب", form)
        yield _prefixed("ن", form)


def continuous_forms(past: str, present: str) -> Iterator[str]:
    """Yield what may follow «می» or «نمی» in a form of the verb.

    >>> {"رسید", "رسد", "رسیده", "رسه"} <= set(continuous_forms("رسید", "رس"))
    True
    """
    if past:
        yield from (past + ending for ending in (*PAST_ENDINGS, PARTICIPLE, "ن"))  # spoken «میکردن»
    yield from _present(present, PRESENT_ENDINGS + SPOKEN_ENDINGS)


def _present(stem: str, endings: tuple[str, ...]) -> Iterator[str]:
    """«گو» takes «گوید» and «گود», so that no spelling is missed."""
    if stem:
        yield from (stem + ending for ending in endings)
        if stem[-1] in VOWELS:
            yield from (f"{stem}ی{ending}" for ending in endings)


def _prefixed(prefix: str, form: str) -> str:
    """«آمد» becomes «نیامد», not «نآمد»."""
    return f"{prefix}یا{form[1:]}" if form[0] == "آ" else prefix + form


def lemmas(verbs: list[tuple[str, str]], forms_of: Callable[[str, str], Iterator[str]]) -> dict[str, str]:
    """Map each form of `verbs` (past and present stems) to its verb's past stem; earlier verbs win."""
    forms: dict[str, str] = {}
    for past, present in verbs:
        for form in forms_of(past, present):
            forms.setdefault(form, past or present)
    return forms
