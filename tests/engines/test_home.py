"""An index on disk: durable, checked, published at once, and never made or wiped by a passing error."""

import io
import os
import pickle
import random
import stat
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from archive.partial import watched
from search.engines.base import IndexBusy, IndexUnavailable, Put, SearchBusy
from search.engines.whoosh import change, home
from search.engines.whoosh import engine as engine_module
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.home import Folder
from search.engines.whoosh.postings import PlainUnpickler
from search.query import Query
from tests.engines.conftest import sample_documents


@pytest.fixture
def engine(tmp_path) -> WhooshEngine:
    engine = WhooshEngine(tmp_path / "articles")
    engine.apply([Put(document) for document in sample_documents(20)])
    return engine


def again(engine: WhooshEngine) -> WhooshEngine:
    """Another process's engine on the same folder."""
    return WhooshEngine(engine._home.path)


def segment_of(engine: WhooshEngine):
    return next(engine._home.current().path.glob("*.seg"))


def test_where_there_is_no_index_a_search_says_so_and_makes_none(tmp_path):
    engine = WhooshEngine(tmp_path / "articles")
    with pytest.raises(IndexUnavailable):
        engine.search(Query())
    assert not (tmp_path / "articles").exists()
    assert engine.health().state == "missing"


def test_the_folder_is_for_its_owner_only(engine):
    assert stat.S_IMODE(engine._home.path.stat().st_mode) == 0o700


def test_what_was_committed_is_there_in_another_process(engine):
    assert again(engine).search(Query()).total == 20


def test_a_reader_sees_what_another_has_committed(engine):
    reader = again(engine)
    reader.search(Query())
    engine.apply([Put(document) for document in sample_documents(30)])
    assert reader.search(Query()).total == 30


def test_a_generator_seeded_again_overwrites_no_segment(tmp_path):
    engine = WhooshEngine(tmp_path / "articles")
    first, second = sample_documents(2)
    for document in (first, second):
        random.seed(1)
        engine.apply([Put(document)])
    assert again(engine).health(deep=True).state == "ok"
    assert sorted(again(engine).keys(Query())) == [1, 2]


def test_files_are_on_disk_before_the_manifest_names_them(engine, monkeypatch):
    synced = []
    real = os.fsync

    def remember(descriptor):
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", remember)
    engine.apply([Put(document) for document in sample_documents(30)])
    kinds = [os.path.splitext(path)[1] for path in synced]
    assert kinds.index(".seg") < kinds.index(".toc") < kinds.index(".new") < len(kinds) - 1
    assert synced[-1] == str(engine._home.current().path)


@pytest.mark.parametrize("step", ["write_segment", "TOC", "replace"])
def test_a_writer_that_dies_leaves_the_state_before(engine, monkeypatch, step):
    def die(*args, **kwargs):
        raise KeyboardInterrupt

    module, name = {
        "write_segment": (change, "write_segment"),
        "TOC": (home.TOC, "write"),
        "replace": (home.os, "replace"),
    }[step]
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(module, name, die)
        engine.apply([Put(document) for document in sample_documents(30)])
    assert again(engine).search(Query()).total == 20
    assert again(engine).health(deep=True).state == "ok"
    again(engine).apply([Put(document) for document in sample_documents(30)])
    assert engine.search(Query()).total == 30
    leftovers = {path.name for path in engine._home.current().path.iterdir()}
    assert leftovers == {home.MANIFEST, *engine._home.current().manifest().files}


def test_only_one_process_writes(engine):
    with engine._home.lock(), ThreadPoolExecutor(1) as pool, pytest.raises(IndexBusy):
        pool.submit(again(engine).apply, []).result()


def _hold(path, taken, done):
    with home.Home(path).lock():
        taken.set()
        done.wait(30)
        os._exit(1)


def test_the_lock_goes_with_the_process_that_held_it(engine):
    processes = get_context("fork")
    taken, done = processes.Event(), processes.Event()
    holder = processes.Process(target=_hold, args=(engine._home.path, taken, done))
    holder.start()
    taken.wait(30)
    with pytest.raises(IndexBusy):
        engine.apply([])
    done.set()
    holder.join()
    engine.apply([])


def test_a_flipped_bit_is_found_by_a_deep_look(engine):
    path = segment_of(engine)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert engine.health().state == "ok"
    assert engine.health(deep=True).state == "damaged"


def test_a_missing_file_is_found_at_once(engine):
    segment_of(engine).unlink()
    assert engine.health().state == "damaged"
    with pytest.raises(IndexUnavailable):
        again(engine).search(Query())


def test_what_is_replaced_while_one_looks_is_no_damage(engine, monkeypatch):
    look, others = Folder.damaged_files, [again(engine)]

    def while_others_write(*asked):
        if others:
            others.pop().apply([Put(document) for document in sample_documents(40)])
        return look(*asked)

    monkeypatch.setattr(Folder, "damaged_files", while_others_write)
    health = engine.health()
    assert (health.state, health.documents) == ("ok", 40)


def test_a_reader_keeps_answering_when_what_is_new_cannot_be_read(engine, monkeypatch):
    monkeypatch.setattr(engine_module, "PAUSE", 0)
    assert engine.search(Query()).total == 20
    again(engine).apply([Put(document) for document in sample_documents(30)])
    for path in engine._home.current().path.glob("*.toc"):
        path.write_bytes(b"nonsense")
    assert engine.search(Query()).total == 20


@pytest.mark.parametrize("trouble", ["View", "stat"])
def test_what_the_view_before_answers_is_kept_by_nobody(engine, monkeypatch, trouble):
    def refuse(*_):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(engine_module, "PAUSE", 0)
    assert engine.search(Query()).total == 20
    again(engine).apply([Put(document) for document in sample_documents(30)])
    with monkeypatch.context() as patch, watched() as lacks:
        patch.setattr(engine_module if trouble == "View" else engine_module.os, trouble, refuse)
        assert engine.search(Query()).total == 20 and lacks()
    with watched() as lacks:
        assert engine.search(Query()).total == 30 and not lacks()


@pytest.mark.parametrize("content", ["", "{}", "nonsense", '{"files": 3}'])
def test_a_manifest_that_makes_no_sense_is_damage_not_a_crash(engine, monkeypatch, content):
    monkeypatch.setattr(engine_module, "PAUSE", 0)
    (engine._home.current().path / home.MANIFEST).write_text(content)
    assert engine.health().state == "damaged"
    with pytest.raises(IndexUnavailable):
        again(engine).search(Query())


def test_an_index_of_another_analysis_is_stale_but_answers(engine, monkeypatch):
    monkeypatch.setattr(engine_module.analysis, "FINGERPRINT", "other")
    assert engine.health().state == "stale"
    assert again(engine).search(Query()).total == 20


def test_an_index_of_another_schema_does_not_answer(engine, monkeypatch):
    monkeypatch.setattr(engine_module, "PAUSE", 0)
    monkeypatch.setattr(engine_module.schema, "FINGERPRINT", "other")
    assert engine.health().state == "stale"
    with pytest.raises(IndexUnavailable):
        again(engine).search(Query())


class _Evil:
    def __reduce__(self):
        return os.system, ("touch /tmp/should-never-exist",)


@pytest.mark.parametrize("unpickler", [home._TocUnpickler, PlainUnpickler])
def test_a_planted_pickle_is_refused(unpickler):
    with pytest.raises(pickle.UnpicklingError):
        unpickler(io.BytesIO(pickle.dumps(_Evil()))).load()


def test_readers_of_the_folder_before_a_rebuild_keep_it(engine):
    engine.search(Query())
    before = engine._view
    with again(engine).rebuild() as fresh:
        fresh.apply([Put(document) for document in sample_documents(5)])
        fresh.publish()
    assert before.folder.path.exists()
    assert before.everything.ids.tolist() == list(range(20))
    assert engine.search(Query()).total == 5


def test_folders_before_the_last_go(engine):
    for _ in range(3):
        with engine.rebuild() as fresh:
            fresh.publish()
    assert sum(path.is_dir() and not path.is_symlink() for path in engine._home.path.iterdir()) == 2


def test_too_many_questions_at_once_are_asked_to_come_again(engine, monkeypatch):
    monkeypatch.setattr(engine_module, "TURN", 0)
    for _ in range(engine_module.AT_ONCE):
        engine._turns.get()
    with pytest.raises(SearchBusy):
        engine.search(Query())
