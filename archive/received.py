"""A text as received, made fit to be looked at: what cannot be seen is shown, what could deceive is named."""

import unicodedata

#: A longer text is cut on the page; the download is always whole.
LONGEST_SHOWN = 200_000

_CONTROL_PICTURES = 0x2400
_KEPT = "\n\t\u200c\u200d"


def visible(text: str) -> str:
    """The text with every control and direction character replaced by something that can be seen.

    A right-to-left override in a hostile report must not turn the page around it.

    >>> visible("a\\u202eb\\0")
    'a⟨U+202E⟩b␀'
    """
    return "".join(map(_visible, text.replace("\r\n", "\n")))


def _visible(char: str) -> str:
    if char in _KEPT or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return char
    if ord(char) < 0x20:
        return chr(_CONTROL_PICTURES + ord(char))
    return f"⟨U+{ord(char):04X}⟩"
