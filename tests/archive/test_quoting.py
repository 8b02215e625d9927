"""Words that were printed in quotation marks, and how readers see them."""

import pytest

from archive.quoting import between_marks


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("پسته رسید.", "پسته رسید."),
        ("«پسته رسید.»", "پسته رسید."),
        ("« پسته رسید »،", "پسته رسید"),
        ("«پسته «نوبر» رسید.»", "پسته “نوبر” رسید."),
        ("«پسته» و «زعفران»", "“پسته” و “زعفران”"),
        ("«پسته» رسید.", "“پسته” رسید."),
        ("«پسته رسید.", "پسته رسید."),
        ("پسته رسید.»", "پسته رسید."),
        ("نشان «نوبر»", "نشان “نوبر”"),
        ("“پسته رسید.”", "پسته رسید."),
        ('"پسته رسید."', "پسته رسید."),
        ('"پسته" و "زعفران"', '"پسته" و "زعفران"'),
    ],
)
def test_words_that_were_printed_in_marks_get_no_second_pair(printed, shown):
    assert between_marks(printed) == shown
