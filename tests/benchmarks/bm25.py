"""BM25 over any analysis, and the measures that compare two rankings of the same questions."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

K1, B = 1.2, 0.75

Terms = Callable[[str], list[str]]


class BM25:
    """An inverted index of documents given as terms, scored by BM25 (Robertson & Zaragoza 2009, eq. 3.15)."""

    def __init__(self, documents: Sequence[Iterable[str]]) -> None:
        counts = [Counter(terms) for terms in documents]
        lengths = np.array([sum(count.values()) for count in counts], dtype=float)
        self.size = len(counts)
        norm = K1 * (1 - B + B * lengths / max(lengths.mean(), 1))
        postings: dict[str, tuple[list[int], list[int]]] = {}
        for at, count in enumerate(counts):
            for term, frequency in count.items():
                places, frequencies = postings.setdefault(term, ([], []))
                places.append(at)
                frequencies.append(frequency)
        self.weights = {
            term: (np.array(places), self._weights(np.array(frequencies, dtype=float), norm[places]))
            for term, (places, frequencies) in postings.items()
        }

    def _weights(self, frequencies: np.ndarray, norm: np.ndarray) -> np.ndarray:
        idf = np.log(1 + (self.size - len(frequencies) + 0.5) / (len(frequencies) + 0.5))
        return idf * frequencies * (K1 + 1) / (frequencies + norm)

    def scores(self, terms: Iterable[str]) -> np.ndarray:
        """Return every document's score for a question given as terms."""
        scores = np.zeros(self.size)
        for term, times in Counter(terms).items():
            if term in self.weights:
                places, weights = self.weights[term]
                scores[places] += times * weights
        return scores


def ndcg(scores: np.ndarray, relevant: Mapping[int, int], depth: int = 10) -> float:
    """Return nDCG at `depth` (gain 2^grade - 1); ties keep the documents' order."""
    top = np.argsort(-scores, kind="stable")[:depth]
    gains = [2 ** relevant.get(int(at), 0) - 1 if scores[at] > 0 else 0 for at in top]
    ideal = [2**grade - 1 for grade in sorted(relevant.values(), reverse=True)[:depth]]
    return _dcg(gains) / _dcg(ideal)


def _dcg(gains: Iterable[int]) -> float:
    return sum(gain / np.log2(rank + 2) for rank, gain in enumerate(gains))


def randomisation_test(ours: Sequence[float], theirs: Sequence[float], rounds: int = 10_000) -> float:
    """Return the two-sided p of the paired randomisation test (Smucker, Allan, Carterette 2007)."""
    differences = np.array(ours) - np.array(theirs)
    observed = abs(differences.sum()) - 1e-9
    random = np.random.default_rng(seed=0)
    signs = (random.choice((-1.0, 1.0), size=(100, len(differences))) for _ in range(rounds // 100))
    return sum(int((abs(block @ differences) >= observed).sum()) for block in signs) / rounds
