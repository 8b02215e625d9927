"""A text as received can be looked at and deceives nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.received import visible


@pytest.mark.parametrize(
    ("received", "shown"),
    [
        ("می‌شود\r\nخوب", "می‌شود\nخوب"),
        ("a\0b", "a␀b"),
        ("\u202eevil", "⟨U+202E⟩evil"),
        ("\ufeffآغاز", "⟨U+FEFF⟩آغاز"),
        ("\ud800", "⟨U+D800⟩"),
        ("\x7f", "⟨U+007F⟩"),
        ("tab\tstays", "tab\tstays"),
    ],
)
def test_what_cannot_be_seen_is_named(received, shown):
    assert visible(received) == shown


@given(st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"])))
def test_what_can_be_seen_stays_as_it_is(text):
    assert visible(text) == text
