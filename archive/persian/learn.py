"""Learns a lexicon from counted news: what is a word, what a compound, what two words in one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from archive.persian.counting import Counts
from archive.persian.lexicon import Lexicon
from archive.persian.segment import AFFIXES, PREFIXES, Segmenter, without_affixes
from archive.persian.spelling import ZWNJ, fold
from archive.persian.stem import Stemmer
from archive.persian.tables import words
from archive.persian.verbs import PARTICIPLE

NEW_WORD = 12  # times that a word must be written to be believed
NEW_SHORT_WORD = 100  # the same for words of three letters
FORM = 2  # times that an inflected form must be written to be kept
BELIEVED = 5  # times that parts must be written together to be a compound although one of them is unknown
NEIGHBOURS = 3  # times that two words must follow each other to count as neighbours
VERB = 10  # times that the plainest forms of a verb must be written
PRODUCTIVE = 10  # compounds that a part must be in to make new ones freely
FUSED_BY_ACCIDENT = 0.3  # of a fused word's count, how often its parts must be neighbours otherwise

PREPOSITIONS = ("از", "به", "در", "بر", "با")

Parts = tuple[str, ...]


class Learner:
    """Builds a lexicon from counts of news, a dictionary, verbs and names.

    `dictionary`: headwords with their parts of speech, half-spaces in compounds; those without any part of
    speech are ours and believed even if news never wrote them. `verbs`: past and present stems, first those
    that win. `names`: what is never to be shortened.
    """

    def __init__(
        self,
        counts: Counts,
        dictionary: Iterable[tuple[str, Sequence[str]]],
        verbs: Sequence[tuple[str, str]],
        names: Iterable[str],
    ) -> None:
        self.seen = counts
        self.lexicon = Lexicon()
        self.dictionary: set[str] = set()
        self.written_as: dict[str, Parts] = {}  # a compound's letters and the parts that it was written in
        self.dictionary_compounds: Counter[Parts] = Counter()
        self.firsts, self.seconds = words("first_parts.txt"), words("second_parts.txt")
        self._take_verbs(verbs)
        self._take_dictionary(dictionary)
        self._take_names(names)

    def learn(self) -> Lexicon:
        """Return the lexicon; the same input gives the same lexicon."""
        self._keep_neighbours()
        self._restart()
        self._drop_inflected_headwords()
        self._prefer_heh()
        self._find_compounds()
        self._restart()
        self._find_new_words()
        self._prefer_heh()
        self._restart()
        self._drop_inflected_words()
        self._part_phrases()
        self._weigh_productive()
        self._restart()
        self._cut_compounds()
        self._count_forms()
        self._find_productive_parts()
        self._keep_neighbours()
        self._restart()
        self.lexicon.stems = self.segmenter.stems()
        return self.lexicon

    def _restart(self) -> None:
        """Forget what was concluded from an earlier state of the lexicon."""
        self.stemmer = Stemmer(self.lexicon)
        self.segmenter = Segmenter(self.lexicon, self.stemmer)

    def _take_verbs(self, verbs: Sequence[tuple[str, str]]) -> None:
        words = self.seen.words
        for past, present in verbs:
            plain = (f"{past}{PARTICIPLE}", f"{past}ن", f"{present}د", f"{present}ند", f"{present}ید")
            if sum(words[form] for form in plain) >= VERB:
                self.lexicon.verbs.append((past, present))
                self.lexicon.counts[past] = max(1, words[past])

    def _take_dictionary(self, dictionary: Iterable[tuple[str, Sequence[str]]]) -> None:
        lexicon, words = self.lexicon, self.seen.words
        lexicon.counts["و"] = max(1, words["و"])
        for entry, parts_of_speech in dictionary:
            parts = _parts(entry)
            if len(parts) > 1:
                self.dictionary_compounds[parts] += 1
            elif (words[parts[0]] or not parts_of_speech) and len(parts[0]) > 1:
                self.dictionary.add(parts[0])
                lexicon.counts[parts[0]] = max(1, words[parts[0]])
                if "PL" not in parts_of_speech:
                    lexicon.headwords.add(parts[0])

    def _take_names(self, names: Iterable[str]) -> None:
        lexicon = self.lexicon
        for name in names:
            parts = tuple(part for part in _parts(name) if len(part) > 1)
            for part in parts:
                lexicon.places.add(part)
                lexicon.headwords.add(part)
                lexicon.counts[part] = max(1, self.seen.words[part])
            if len(parts) > 1:
                self.written_as["".join(parts)] = parts

    def _drop_inflected_headwords(self) -> None:
        """A dictionary's plurals and superlatives are no headwords where their base is commoner."""
        counts, headwords = self.lexicon.counts, self.lexicon.headwords
        for word in sorted(headwords - self.lexicon.places):
            for ending in ("های", "هایی", "ها", "ترین"):
                base = word.removesuffix(ending)
                if base != word and len(word) > 5 and counts.get(base, 0) > counts[word]:
                    headwords.discard(word)

    def _prefer_heh(self) -> None:
        """Where «Xهای» is «Xه‌ای» more often than «X‌های», as half-spaced spellings show."""
        counts = self.lexicon.counts
        for (first, *rest), times in self.seen.half_spaced.items():
            without = first[:-1]
            is_heh = rest == ["ای"] and first[-1] == "ه" and first in counts and without in counts
            if is_heh and times > self.seen.half_spaced[without, "های"]:
                self.lexicon.heh.add(without)

    def _find_compounds(self) -> None:
        """Decide for each half-spaced word whether it is one word or several, by its commoner spelling."""
        written = Counter()
        for source, weight in ((self.seen.half_spaced, 1), (self.dictionary_compounds, BELIEVED)):
            for parts, times in source.items():
                core = without_affixes(parts[1:] if parts[0] in PREFIXES else parts)
                if len(core) > 1:
                    written[core] += times * weight
        for parts, times in sorted(written.items()):
            letters = "".join(parts)
            if times > 1 and len(letters) > 3 and not self.stemmer.verb(letters) and self._wordlike(parts):
                self._weigh(parts, letters, written)
        self.written_as = {
            letters: parts for letters, parts in self.written_as.items() if letters not in self.lexicon.places
        }
        for letters, parts in self.written_as.items():
            self.lexicon.compounds[letters] = parts
            self.lexicon.counts.pop(letters, None)
            self.lexicon.headwords.discard(letters)

    def _weigh(self, parts: Parts, letters: str, written: Counter[Parts]) -> None:
        apart = max(written[parts], min(self.seen.pairs[pair] for pair in pairwise(parts)))
        fused = self.seen.words[letters]
        if fused > apart:
            if fused >= NEIGHBOURS and not self.stemmer.base(letters):
                self._add_word(letters, fused)
            if len(parts) == 2:
                self.lexicon.joins.add(" ".join(parts))
        elif apart >= BELIEVED or all(map(self._familiar, parts)):
            other = self.written_as.get(letters)
            if other is None or self._preference(other, written) < self._preference(parts, written):
                self.written_as[letters] = parts

    def _preference(self, parts: Parts, written: Counter[Parts]) -> tuple[bool, int]:
        return parts in self.dictionary_compounds, written[parts]

    @staticmethod
    def _wordlike(parts: Parts) -> bool:
        return all(len(part) > 1 or part == "و" for part in parts)

    def _familiar(self, word: str) -> bool:
        counts = self.lexicon.counts
        return word in counts or self.stemmer.stem(word) in counts or self.seen.words[word] > NEW_WORD

    def _add_word(self, word: str, times: int) -> None:
        self.lexicon.counts[word] = times
        self.lexicon.headwords.add(word)

    def _find_new_words(self) -> None:
        """Believe words that news writes often, unless they are inflected or two words in one."""
        for word, times in sorted(self.seen.words.items(), key=lambda item: (-item[1], item[0])):
            if times < NEW_WORD:
                break
            if self._explained(word) or (len(word) < 4 and times < NEW_SHORT_WORD) or len(word) < 3:
                continue
            if not self._fused_by_accident(word, times):
                self._add_word(word, times)

    def _explained(self, word: str) -> bool:
        lexicon, stemmer = self.lexicon, self.stemmer
        return bool(
            word in lexicon.counts
            or word in lexicon.compounds
            or stemmer.verb(word)
            or stemmer.base(word)
            or stemmer.step(word) in lexicon.counts
        )

    def _fused_by_accident(self, word: str, times: int) -> bool:
        pieces = self.segmenter.split(word)
        if len(pieces) == 1:
            return False
        neighbours = min(self.seen.pairs[pair] for pair in pairwise(pieces))
        return pieces[0] == "و" or neighbours >= FUSED_BY_ACCIDENT * times

    def _drop_inflected_words(self) -> None:
        """Take back new words that turned out to be forms of commoner ones, or verbs with «می»."""
        counts, headwords = self.lexicon.counts, self.lexicon.headwords
        for word in sorted(
            headwords - self.dictionary - self.lexicon.places, key=lambda word: (-len(word), word)
        ):
            headwords.discard(word)
            base = self.stemmer.step(word)
            if self.stemmer.continuous(word) or (base != word and counts.get(base, 0) > counts[word]):
                counts.pop(word)
            else:
                headwords.add(word)
        self.lexicon.joins = {join for join in self.lexicon.joins if join.replace(" ", "") in counts}

    def _part_phrases(self) -> None:
        """A dictionary's «ازجمله» is two words where news parts them more often."""
        counts, pairs = self.lexicon.counts, self.seen.pairs
        for word in sorted(self.dictionary - self.lexicon.places):
            for first in PREPOSITIONS:
                rest = word.removeprefix(first)
                if (
                    rest != word
                    and len(rest) > 3
                    and rest in counts
                    and pairs[first, rest] > counts.get(word, 0)
                ):
                    self.written_as[word] = (first, rest)
                    counts.pop(word, None)
                    self.lexicon.headwords.discard(word)

    def _weigh_productive(self) -> None:
        """Words of parts that make many words are meant by the parts too («کار خانه»), or are only those."""
        lexicon, pairs = self.lexicon, self.seen.pairs
        for word, parts in sorted(self._of_productive_parts()):
            if pairs[parts] < lexicon.counts[word]:
                lexicon.joins.add(" ".join(parts))
            elif word not in lexicon.places:
                self.written_as[word] = parts
        for word in self.written_as.keys() & lexicon.counts.keys():
            lexicon.counts.pop(word)
            lexicon.headwords.discard(word)

    def _of_productive_parts(self) -> Iterator[tuple[str, Parts]]:
        for word in self.lexicon.counts:
            for cut in range(2, len(word) - 1):
                first, second = word[:cut], word[cut:]
                productive = second in self.seconds or (first in self.firsts and len(second) > 2)
                if (
                    productive
                    and self._familiar(first)
                    and (second in self.seconds or self._familiar(second))
                ):
                    yield word, (first, second)

    def _cut_compounds(self) -> None:
        """Cut the parts of compounds once more, as they would be cut alone."""
        for letters, parts in sorted(self.written_as.items()):
            cut = [piece for part in parts for piece in self._cut(part)]
            self.lexicon.compounds[letters] = tuple(cut)

    def _cut(self, part: str) -> Parts:
        """Cut «وزین» into «و» and «زین» where news writes that more often than the word."""
        rest = part[1:]
        is_and = part[0] == "و" and len(rest) > 1 and part not in self.dictionary and self._familiar(rest)
        if is_and and self.seen.words[part] < self.seen.pairs["و", rest]:
            return ("و", rest)
        return self.segmenter.split(part)

    def _count_forms(self) -> None:
        """Keep how often the known words' forms are written: they are what fused words are cut into."""
        written = self.seen.words.copy()
        for (word, affix), times in self.seen.pairs.items():
            if affix in AFFIXES and len(affix) > 1:
                written[word + affix] += times
        known = self.lexicon.counts.keys() | self.lexicon.compounds.keys()
        for word, times in sorted(written.items()):
            is_new = times >= FORM and len(word) > 2 and word not in known
            if is_new and (word in self.seconds or self.stemmer.base(word) or self.stemmer.verb(word)):
                self.lexicon.forms[word] = times

    def _find_productive_parts(self) -> None:
        """Words that start or end many compounds («پیش», «پذیری») may do so in compounds never seen."""
        lasts, firsts = defaultdict(set), defaultdict(set)
        for parts, times in self.seen.half_spaced.items():
            core = without_affixes(parts)
            if len(core) == 2 and times > 1 and core[0] not in PREFIXES:
                lasts[core[0]].add(core[1])
                firsts[core[1]].add(core[0])
        known = self.lexicon.counts.keys() | self.lexicon.forms.keys()
        self.lexicon.heads = {word for word in known if word in self.firsts or len(lasts[word]) >= PRODUCTIVE}
        self.lexicon.tails = {
            word for word in known if word in self.seconds or len(firsts[word]) >= PRODUCTIVE
        }

    def _keep_neighbours(self) -> None:
        lexicon = self.lexicon
        followers = defaultdict(list)
        for (first, second), times in sorted(self.seen.pairs.items()):
            if times >= NEIGHBOURS and (
                not lexicon.forms or first in lexicon.counts or first in lexicon.forms
            ):
                followers[first].append(second)
        lexicon.followers = {first: f" {' '.join(seconds)} " for first, seconds in followers.items()}


def _parts(entry: str) -> Parts:
    """Return the parts of a dictionary entry or name, folded."""
    return tuple(fold(entry).replace(ZWNJ, " ").split())
