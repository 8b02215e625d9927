"""The analyses that ours is compared with: Lucene's PersianAnalyzer, reimplemented, and hazm's chain."""

import re
from functools import cached_property
from pathlib import Path

STOPWORDS = Path(__file__).with_name("lucene_stopwords.txt")


class Lucene:
    """Apache Lucene 10's PersianAnalyzer from its documentation.

    Half-spaces become blanks; words by Unicode's rules; lower case; digits to ASCII; ArabicNormalizer;
    PersianNormalizer; Savoy's stop list; PersianStemmer, which takes suffixes off one after the other.
    """

    word = re.compile(r"\w+(?:[.:'’·]\w+|,(?<=\d,)\d+)*")
    unseen = re.compile("[\u064b-\u0652\u0640\u0654\u0670\u200d-\u200f]")
    folding = str.maketrans(
        "آأإىةیےکۀہ" + "۰۱۲۳۴۵۶۷۸۹" + "٠١٢٣٤٥٦٧٨٩", "اااي" + "ه" + "يي" + "ك" + "هه" + "0123456789" * 2
    )
    suffixes = ("ات", "ان", "ترين", "تر", "يي", "ي", "ها", "\u200c")
    least = 2  # letters that a suffix must leave

    def __init__(self, stop: bool = True) -> None:
        self.stop = self._stop_words() if stop else frozenset()
        self._memo: dict[str, str] = {}

    @staticmethod
    def _stop_words() -> frozenset[str]:
        lines = STOPWORDS.read_text(encoding="utf-8").splitlines()
        return frozenset(word for line in lines if not line.startswith("#") for word in line.split())

    def __call__(self, text: str) -> list[str]:
        """Return the terms of `text`."""
        words = self.word.findall(self.unseen.sub("", text.replace("\u200c", " ")))
        return [term for term in map(self._term, words) if term]

    def _term(self, word: str) -> str:
        term = self._memo.get(word)
        if term is None:
            folded = word.lower().translate(self.folding)
            term = self._memo[word] = "" if folded in self.stop else self._stem(folded)
        return term

    def _stem(self, word: str) -> str:
        for suffix in self.suffixes:
            if word.endswith(suffix) and len(word) >= len(suffix) + self.least:
                word = word[: -len(suffix)]
        return word


class Hazm:
    """hazm's own chain: Normalizer, WordTokenizer, Lemmatizer."""

    def __init__(self, defaults: bool = False) -> None:
        """With `defaults` parts of a verb are joined, as hazm does when nothing is asked; it is slower."""
        self.joins = defaults

    @cached_property
    def chain(self):  # noqa: ANN201 -- importing hazm takes seconds, so its types are not named
        """The three tools, imported late."""
        from hazm import Lemmatizer, Normalizer, WordTokenizer

        return Normalizer(), WordTokenizer(join_verb_parts=self.joins), Lemmatizer()

    def __call__(self, text: str) -> list[str]:
        """Return the terms of `text`."""
        normalizer, tokenizer, lemmatizer = self.chain
        words = tokenizer.tokenize(normalizer.normalize(text))
        return [lemmatizer.lemmatize(word) for word in words if any(map(str.isalnum, word))]
