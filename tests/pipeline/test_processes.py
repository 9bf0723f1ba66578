"""`parse_reports` on several processes: order, bounds, errors, and that no process is left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from itertools import chain, count, islice
from uuid import uuid4

import pytest

from fazhi_extract import InputError, OptionError, WorkerError, parse_report, parse_reports
from fazhi_extract.pipeline import pool, workers

from .reports import SHORT

FORKS = pytest.mark.skipif(not pool.inherits(), reason="what is patched here reaches only forked processes")
PATIENCE = 60


def numbered(number):
    return SHORT.replace("52件", f"{number + 60}件")


def children():
    return {child.pid for child in multiprocessing.active_children()}


@pytest.fixture(autouse=True)
def _nothing_left():
    before = children()
    yield
    assert children() <= before


@pytest.mark.parametrize("batch_size", [1, 3, 8])
def test_order_and_content(batch_size):
    texts = [numbered(number) for number in range(20)] + ["", "\ud800\ufdd0\0"]
    stream = parse_reports(iter(texts), n_process=2, batch_size=batch_size)
    assert list(stream) == [parse_report(text) for text in texts]


def test_all_cores():
    assert pool.cores() >= 1
    assert next(parse_reports([SHORT], n_process=-1)) == parse_report(SHORT)


def _in_a_worker(line):
    try:
        parse_reports([SHORT], n_process=2)
    except OptionError as error:
        line.send(str(error))


def test_a_worker_has_no_workers():
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_in_a_worker, args=(theirs,), daemon=True)
    process.start()
    assert ours.poll(PATIENCE)
    assert "use n_process=1" in ours.recv()
    process.join()


@pytest.mark.parametrize("n_process", [-2, 0, True, 1.0])
def test_a_number_of_processes_that_makes_no_sense(n_process):
    with pytest.raises(OptionError, match="n_process"):
        parse_reports([], n_process=n_process)


def test_an_endless_stream_is_read_only_so_far_ahead():
    taken = []

    def texts():
        for number in count():
            taken.append(number)
            yield numbered(number)

    stream = parse_reports(texts(), n_process=2, batch_size=3)
    assert not taken
    assert [report.text for report in islice(stream, 30)] == [numbered(number) for number in range(30)]
    assert len(taken) <= 30 + 5 * 3
    stream.close()


def test_long_texts_make_small_batches(monkeypatch):
    monkeypatch.setattr(workers, "_CHARACTERS", 10)
    batches = list(workers._batches(["一" * 11, "二", "三" * 10, "四", "五"], 3))
    assert [len(batch) for batch in batches] == [1, 2, 2]


@pytest.mark.parametrize("bad", [b"x", None, 3])
def test_a_wrong_element_is_raised_in_its_turn(bad):
    stream = parse_reports([*map(numbered, range(5)), bad, SHORT], n_process=2, batch_size=2)
    assert [next(stream).text for _ in range(5)] == [numbered(number) for number in range(5)]
    with pytest.raises(InputError, match=r"texts\[5\]"):
        next(stream)


def test_an_error_of_the_iterable_is_raised_in_its_turn():
    def texts():
        yield from map(numbered, range(3))
        raise LookupError("no more paper")

    stream = parse_reports(texts(), n_process=2, batch_size=2)
    assert len(list(islice(stream, 3))) == 3
    with pytest.raises(LookupError, match="no more paper"):
        next(stream)


class Odd(Exception):  # noqa: N818
    """Cannot be pickled: its arguments are not what it is made of."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


def failing(error, on):
    read = workers.read

    def failing_read(nlp, text):
        if on in text:
            raise error
        return read(nlp, text)

    return failing_read


@FORKS
@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [(ValueError("dire"), ValueError, "dire"), (Odd("one", "two"), WorkerError, "one and two")],
)
def test_an_error_while_reading_is_raised_in_its_turn(monkeypatch, error, kind, message):
    monkeypatch.setattr(workers, "read", failing(error, "65件"))
    stream = parse_reports(map(numbered, count()), n_process=2, batch_size=4)
    assert len(list(islice(stream, 5))) == 5
    with pytest.raises(kind, match=message) as raised:
        next(stream)
    assert kind is WorkerError or "failing_read" in str(raised.value.__cause__)


def dying(on, times, place):
    read = workers.read

    def dying_read(nlp, text):
        if on in text and multiprocessing.parent_process() and len(list(place.iterdir())) < times:
            (place / uuid4().hex).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return read(nlp, text)

    return dying_read


@FORKS
@pytest.mark.parametrize("times", [1, 2])
def test_a_killed_process_is_replaced(monkeypatch, tmp_path, times):
    monkeypatch.setattr(workers, "read", dying("61件", times, tmp_path))
    texts = [numbered(number) for number in range(30)]
    found = [report.text for report in parse_reports(texts, n_process=2, batch_size=2)]
    assert found == texts
    assert len(list(tmp_path.iterdir())) == times


@FORKS
def test_a_text_that_kills_every_time_is_given_up(monkeypatch, tmp_path):
    monkeypatch.setattr(workers, "read", dying("66件", 1000, tmp_path))
    stream = parse_reports(map(numbered, count()), n_process=3, batch_size=3)
    assert [report.text for report in islice(stream, 6)] == [numbered(number) for number in range(6)]
    with pytest.raises(WorkerError, match=r"3 worker processes died .*batch_size=1"):
        next(stream)


@pytest.mark.parametrize("taken", [0, 1, 9])
def test_a_dropped_stream_leaves_no_process(taken):
    before = children()
    stream = parse_reports(map(numbered, count()), n_process=2, batch_size=2)
    assert len(list(islice(stream, taken))) == taken
    assert len(children() - before) == (1 if taken else 0)
    del stream
    assert children() == before


@FORKS
@pytest.mark.timeout(60)
def test_a_process_in_the_middle_of_a_text_is_not_waited_for(monkeypatch, tmp_path):
    read, mark = workers.read, tmp_path / "at work"

    def endless(nlp, text):
        if text != SHORT and multiprocessing.parent_process():
            mark.touch()
            time.sleep(600)
        return read(nlp, text)

    monkeypatch.setattr(workers, "read", endless)
    before = children()
    stream = parse_reports(chain([SHORT], map(numbered, count())), n_process=2, batch_size=1)
    next(stream)
    while not mark.exists():
        time.sleep(0.01)
    stream.close()
    assert children() == before


SCRIPT = """
import multiprocessing, sys, time
from itertools import count
from fazhi_extract import parse_reports

if __name__ == "__main__":
    for number, report in enumerate(parse_reports(map(str, count()), n_process=3)):
        if number == 20:
            print(*(child.pid for child in multiprocessing.active_children()), flush=True)
"""


@pytest.fixture
def running(tmp_path):
    """A program that parses without end, and its two worker processes, in a group of their own."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as program:
        workers_of_it = [int(pid) for pid in program.stdout.readline().split()]
        yield program, workers_of_it
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)


def gone(pids):
    """Whether these processes end before long."""
    for _ in range(PATIENCE * 20):
        if not any(map(alive, pids)):
            return True
        time.sleep(0.05)
    return False


def alive(pid):
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:  # noqa: PTH123
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


PROC = pytest.mark.skipif(not os.path.exists("/proc/self/stat"), reason="looks at /proc")  # noqa: PTH110


@PROC
def test_control_c_ends_all(running):
    program, pids = running
    assert len(pids) == 2
    os.killpg(program.pid, signal.SIGINT)
    _, errors = program.communicate(timeout=PATIENCE)
    assert errors.count("Traceback") == 1
    assert errors.strip().endswith("KeyboardInterrupt")
    assert gone(pids)


@PROC
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_program_takes_its_processes_along(running, how):
    program, pids = running
    program.send_signal(how)
    program.wait(PATIENCE)
    assert gone(pids)


SPAWNED = """
import multiprocessing, pathlib, sys
import spacy
from fazhi_extract import OptionError, parse_report, parse_reports
{more}
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    ner = spacy.blank("zh")
    {ner}
    options = dict(
        ner=ner,
        units=["麻袋"],
        extend_lexicon={{"org_fixed": [["青溪县执法监督办法编写小组", "-"]]}},
        indicators=[
            {{"id": "own.bags", "name_zh": "袋数", "topic": "emergency", "unit": "麻袋", "aliases": ["袋"]}}
        ],
    )
    try:
        found = list(parse_reports([text] * 3, n_process=2, batch_size=1, **options))
    except OptionError as error:
        print("refused", error)
    else:
        assert found == [parse_report(text, **options)] * 3
        print("equal", [entity.label for entity in found[0].entities if entity.label == "CAMPAIGN"])
"""
RULER = 'ner.add_pipe("entity_ruler").add_patterns([{"label": "CAMPAIGN", "pattern": "某某行动"}])'
OWN = 'ner.add_pipe("only_here")'
HERE = """
from spacy.language import Language
if __name__ == "__main__":
    @Language.component("only_here")
    def only_here(doc):
        return doc
"""


@pytest.mark.parametrize(
    ("ner", "more", "said"),
    [(RULER, "", "equal ['CAMPAIGN']"), (OWN, HERE, "refused")],
)
def test_spawned_processes(tmp_path, ner, more, said):
    text, script = tmp_path / "text", tmp_path / "script.py"
    text.write_text(SHORT + "青溪县执法监督办法编写小组开展某某行动,运来12麻袋。", encoding="utf-8")
    script.write_text(SPAWNED.format(ner=ner, more=more), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, script, text], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.stdout.startswith(said), run.stderr
    assert "only_here" in run.stdout or ner != OWN
