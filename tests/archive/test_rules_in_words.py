"""Rules are called something that readers understand."""

import pytest

from archive.ingest.describe import describe_text
from archive.ingest.sources import decode
from archive.rules_in_words import RULES, in_words
from tests.test_fixtures import REPORTS


@pytest.mark.parametrize("rule", ["object-را", "object-از", "dateline"])
def test_a_rule_is_said_in_persian(rule):
    assert not any(letter.isascii() and letter.isalpha() for letter in in_words(rule))


def test_every_rule_that_describes_the_samples_has_a_name():
    said = [describe_text(decode(path.read_bytes())[0], {}) for path in REPORTS[::2]]
    answers = [each for one in said for each in (one.title, one.date, one.source, one.main_province) if each]
    answers += [each for one in said for each in (*one.speakers, *one.quotations, *one.figures)]
    rules = {answer.rule for answer in answers if not answer.rule.startswith("object-")}
    assert len(rules) > 10 and rules <= set(RULES)
