"""Our own translations of what Django leaves in English."""

import re
from ast import literal_eval
from gettext import GNUTranslations
from pathlib import Path

import archive

CATALOGUE = Path(archive.__file__).parent / "locale/fa/LC_MESSAGES/django.po"
ENTRY = r'^msgid (".+")\n(?:msgid_plural .+\n)?msgstr(?:\[0\])? (".+")$'


def test_every_translation_is_compiled():
    written = re.findall(
        r'^msgid (".+")\n(?:msgid_plural .+\n)?msgstr(?:\[0\])? (".+")$', CATALOGUE.read_text(), re.M
    )
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        catalogue = GNUTranslations(compiled)
    assert len(written) > 20
    for english, persian in written:
        said = catalogue.gettext(literal_eval(english))
        # A message with a plural is found by its number only.
        assert literal_eval(persian) in (said, catalogue.ngettext(literal_eval(english), "", 1))
