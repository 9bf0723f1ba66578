"""Files that are made to do harm end in an error, within bounded time and memory."""

import multiprocessing
import os
import sys
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from fazhi_extract.errors import MissingPackageError, SourceError
from fazhi_extract.sources import bounded, pdf
from fazhi_extract.sources.limits import Limits

from .writer import Layout, draw, typeset

GOOD = typeset(["云岭市全年办结案件12件。"], Layout())


def file(*objects, root=1):
    """A PDF of these objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, start)
    return bytes(out)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"


def stream(content, extra=b"", packed=True):
    data = zlib.compress(content, 9) if packed else content
    kind = b"/Filter/FlateDecode" if packed else b""
    return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (extra, kind, len(data), data)


HOSTILE = {
    "header": b"%PDF-1.7\n" + os.urandom(2000),
    "nothing": b"%PDF-1.7\n%%EOF",
    "cut": GOOD[: len(GOOD) // 2],
    "no pages": file(CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"),
    "a million pages": file(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>", b"<</Type/Page/Parent 2 0 R>>"
    ),
    "a million times one page": file(
        CATALOG,
        b"<</Type/Pages/Kids[%s]/Count 1000000>>" % (b"3 0 R " * 1_000_000),
        b"<</Type/Page/Parent 2 0 R>>",
    ),
    "its own child": file(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "its own form": file(
        CATALOG,
        PAGES,
        PAGE,
        stream(b"/F Do"),
        stream(b"/F Do /F Do", b"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"),
    ),
    "deep": file(CATALOG, b"<</Type/Pages/Kids" + b"[" * 100_000 + b"]" * 100_000 + b"/Count 1>>"),
    "deep content": file(CATALOG, PAGES, PAGE, stream(b"[" * 2_000_000), b"null"),
    "own length": file(CATALOG, PAGES, PAGE, b"<</Length 4 0 R>>stream\nx\nendstream", b"null"),
    "states": file(CATALOG, PAGES, PAGE, stream(b"q " * 5_000_000), b"null"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused(name):
    with pytest.raises(SourceError):
        pdf.read(HOSTILE[name], limits=Limits(seconds=2))
    assert "12件" in pdf.read(GOOD).text


@pytest.mark.timeout(60)
def test_what_takes_too_long_is_ended_and_the_next_file_is_read():
    endless = file(CATALOG, PAGES, PAGE, stream(b"0 0 m 1 1 l S " * 20_000_000), b"null")
    with pytest.raises(SourceError, match=r"more than 0\.5 s"):
        pdf.read(endless, limits=Limits(seconds=0.5))
    assert "12件" in pdf.read(GOOD).text


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded where the system can")
def test_what_takes_too_much_memory_is_refused():
    bomb = file(CATALOG, PAGES, PAGE, stream(b" " * 900_000_000), b"null")
    with pytest.raises(SourceError):
        bounded.run_bounded(
            "sources.pdf.extract:extract", bomb, {"max_pages": 9}, seconds=30, memory=400 << 20
        )
    assert "12件" in pdf.read(GOOD).text


def test_bytes_changed_anywhere_never_end_in_another_error():
    for place in range(0, len(GOOD), 29):
        changed = GOOD[:place] + bytes([GOOD[place] ^ 0x2A]) + GOOD[place + 1 :]
        try:
            assert isinstance(pdf.read(changed).text, str)
        except SourceError:
            continue


def test_passwords():
    from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415

    def page(canvas):
        canvas.drawString(80, 700, "云岭市")

    locked = draw(page, encrypt=StandardEncryption("open", "owner"))
    with pytest.raises(SourceError, match="encrypted"):
        pdf.read(locked)
    only_printing = draw(page, encrypt=StandardEncryption("", "owner", canPrint=0))
    assert pdf.read(only_printing).text == "云岭市"


def test_without_the_package(monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    with pytest.raises(MissingPackageError, match=r"pip install 'fazhi-extract\[pdf\]'"):
        pdf.read(GOOD)


def test_in_workers_that_may_have_no_children_of_their_own():
    expected = pdf.read(GOOD)  # so that forked workers inherit a process that is not theirs
    for method in multiprocessing.get_all_start_methods():
        with multiprocessing.get_context(method).Pool(2) as pool:
            assert pool.map_async(pdf.read, [GOOD] * 6).get(timeout=60) == [expected] * 6
    assert pdf.read(GOOD) == expected


def test_in_threads():
    with ThreadPoolExecutor(4) as pool:
        assert len(list(pool.map(pdf.read, [GOOD] * 20, timeout=60))) == 20
    assert threading.active_count() < 10


def test_one_process_serves_many_files():
    pdf.read(GOOD)
    first = bounded._held.worker
    for _ in range(5):
        pdf.read(GOOD)
    assert bounded._held.worker is first


def test_a_process_that_is_gone_is_replaced():
    pdf.read(GOOD)
    bounded._held.worker._process.kill()
    assert "12件" in pdf.read(GOOD).text
