"""Numbers as Persian news prints them: digits, words and both mixed («پنج هزار و 700»)."""

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def persian_digits(value: object) -> str:
    """The written form of `value` with Persian digits.

    >>> persian_digits(1404)
    '۱۴۰۴'
    """
    return str(value).translate(_PERSIAN)
