"""Putting, dropping, rebuilding, and what is told of it, on every engine."""

import pytest

from search.engines.base import Drop, IndexBusy, Put, State
from search.query import Query
from tests.contract.conftest import KIWIS, PISTACHIOS, document, drop, put


def test_a_document_put_again_replaces_itself(archive):
    put(archive, document(1, "سیب سمیرم", revision=2))
    assert archive.search(Query("پسته")).total == 0
    assert archive.search(Query("سیب")).keys == [1]


def test_a_dropped_document_is_gone_and_an_unknown_one_is_no_matter(archive):
    drop(archive, 1, 99)
    assert set(archive.search(Query()).keys) == {2, 3}
    assert archive.search(Query("صادرات")).facets["province"] == {"gilan": 1}


def test_an_older_revision_never_replaces_a_newer(archive):
    put(archive, document(1, "سیب", revision=5))
    put(archive, document(1, "انار", revision=4))
    assert archive.search(Query("سیب")).keys == [1]
    assert archive.search(Query("انار")).total == 0


def test_a_key_that_comes_twice_counts_once_the_last_time(engine):
    engine.apply(
        [
            Put(document(1, "سیب")),
            Put(document(2, "انار")),
            Put(document(1, "گلابی")),
            Drop(2),
            Put(document(3, "به")),
            Drop(3),
        ]
    )
    assert engine.search(Query()).keys == [1]
    assert engine.search(Query("گلابی")).keys == [1]


def test_an_older_revision_in_the_same_batch_counts_neither(engine):
    engine.apply([Put(document(1, "سیب", revision=3)), Put(document(1, "انار", revision=2))])
    assert engine.search(Query("سیب")).keys == [1]


def test_changes_are_drawn_after_the_lock_is_taken(engine):
    def changes():
        with pytest.raises(IndexBusy):
            put(engine, KIWIS)
        yield Put(PISTACHIOS)

    engine.apply(changes())
    assert engine.search(Query()).keys == [1]


def test_a_failing_iterable_changes_nothing_and_frees_the_lock(archive):
    def changes():
        yield Put(document(9, "سیب"))
        raise LookupError

    with pytest.raises(LookupError):
        archive.apply(changes())
    assert set(archive.search(Query()).keys) == {1, 2, 3}
    drop(archive, 1)
    assert archive.search(Query()).total == 2


def test_states_tell_what_is_held_by_key(archive):
    put(archive, document(10, "سیب", revision=7))
    held = list(archive.states(2, 11))
    assert [(state.key, state.revision) for state in held] == [(2, 1), (3, 1), (10, 7)]
    assert held[0] == State(2, 1, KIWIS.digest)


def test_a_rebuild_is_unseen_until_it_is_published(archive):
    with archive.rebuild() as fresh:
        fresh.apply([Put(document(7, "سیب")), Put(document(8, "انار"))])
        fresh.apply([Put(document(7, "گلابی", revision=2))])
        assert archive.search(Query("پسته")).total == 1
        fresh.publish()
    assert set(archive.search(Query()).keys) == {7, 8}
    assert archive.search(Query("سیب")).total == 0


def test_a_rebuild_left_without_publishing_has_not_happened(archive):
    with archive.rebuild() as fresh:
        fresh.apply([Put(document(7, "سیب"))])
    assert set(archive.search(Query()).keys) == {1, 2, 3}
    put(archive, document(4, "سیب"))


def test_nobody_else_writes_during_a_rebuild(archive):
    with archive.rebuild(), pytest.raises(IndexBusy):
        put(archive, KIWIS)


def test_words_are_suggested_commonest_first_in_any_spelling(archive):
    assert archive.suggest("صا") == ["صادرات"]
    assert archive.suggest("بازار كي")[0] == "کیوی"
    assert archive.suggest("") == []


def test_a_word_of_dropped_documents_alone_is_no_longer_suggested(archive):
    assert archive.suggest("زعف") == ["زعفران"]
    archive.apply([Drop(3)])
    assert archive.suggest("زعف") == [] and archive.suggest("صا") == ["صادرات"]


def test_the_usual_words_tell_how_many_documents_hold_a_stem(archive):
    assert dict(archive.usual_words())["صادرات"] == 2


def test_health_is_ok_and_counts(archive):
    health = archive.health()
    assert (health.state, health.documents) == ("ok", 3)
