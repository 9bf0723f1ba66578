"""Old formats through LibreOffice; what happens without it."""

import io
import os
import shutil
import stat
import subprocess
import time

import docx as writer
import pytest

from fazhi_extract.errors import MissingPackageError, SourceError
from fazhi_extract.sources import docx, legacy
from fazhi_extract.sources.detect import DOC, ODT, RTF, WPS
from fazhi_extract.sources.limits import Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = "WordDocument".encode("utf-16-le")
HAS_OFFICE = shutil.which("soffice") is not None
needs_office = pytest.mark.skipif(not HAS_OFFICE, reason="LibreOffice is not installed")


@pytest.mark.parametrize("kind", [DOC, WPS, RTF, ODT])
def test_without_libreoffice_the_package_is_named(monkeypatch, kind):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(MissingPackageError, match="apt install libreoffice-writer"):
        legacy.read(OLE + WORD + b"\0" * 500, media_type=kind)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (OLE + b"\0" * 500, "no Word document"),
    ],
)
def test_what_is_no_document_is_refused_without_starting_anything(monkeypatch, data, message):
    monkeypatch.setattr(subprocess, "Popen", None)
    with pytest.raises(SourceError, match=message):
        legacy.read(data)


def office(folder, body):
    """A program in LibreOffice's place."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@pytest.mark.timeout(120)
@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_a_program_that_hangs_is_killed_with_what_it_started(monkeypatch, tmp_path):
    note = tmp_path / "pid"
    stuck = office(tmp_path, f"sleep 600 & echo $! > {note}; wait")
    monkeypatch.setattr(legacy.shutil, "which", lambda _: stuck)
    with pytest.raises(SourceError, match=r"more than 0\.5 s"):
        legacy.read(b"{\\rtf1}", media_type=RTF, limits=Limits(seconds=0.5))
    for _ in range(600):
        if not _is_running(int(note.read_text())):
            return
        time.sleep(0.1)
    pytest.fail("a child of the program is still running")


def _is_running(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as status:  # noqa: PTH123
            return status.read().split(")")[-1].split()[0] != "Z"
    except OSError:
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return not os.path.isdir("/proc")  # noqa: PTH112


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_a_program_that_writes_nothing_is_an_error(monkeypatch, tmp_path):
    silent = office(tmp_path, "echo source file could not be loaded")
    monkeypatch.setattr(legacy.shutil, "which", lambda _: silent)
    with pytest.raises(SourceError, match="could not be loaded"):
        legacy.read(b"{\\rtf1}", media_type=RTF)


PARAGRAPHS = ["云岭市法治政府建设报告", "一、主要工作", "全年办结行政复议案件162件。", "如下表："]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A document in each old format, written by LibreOffice itself."""
    folder = tmp_path_factory.mktemp("old")
    document = writer.Document()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    table = document.add_table(2, 2)
    for at, text in enumerate(("事项", "数量（件）", "应诉", "37")):
        table.cell(at // 2, at % 2).text = text
    document.add_paragraph("二、存在问题")
    document.save(str(folder / "report.docx"))
    found = {}
    for suffix, kind in (("doc", DOC), ("rtf", RTF), ("odt", ODT)):
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
                *("--convert-to", suffix, "--outdir", str(folder), str(folder / "report.docx")),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        found[kind] = (folder / f"report.{suffix}").read_bytes()
    return found


@needs_office
@pytest.mark.parametrize("kind", [DOC, RTF, ODT])
def test_old_formats_are_read(files, kind):
    found = legacy.read(files[kind], media_type=kind)
    table = ["| 事项 | 数量（件） |", "| 应诉 | 37 |"]
    assert found.text.split("\n") == [*PARAGRAPHS, *table, "二、存在问题"]
    assert found.media_type == kind


@needs_office
def test_a_wps_file_is_a_doc_by_another_name(files):
    assert PARAGRAPHS[2] in legacy.read(files[DOC], media_type=WPS).text


@needs_office
def test_a_damaged_doc_is_an_error_and_not_its_bytes(files):
    damaged = files[DOC][:512] + bytes(1024) + files[DOC][1536:]
    try:
        found = legacy.read(damaged)
    except SourceError:
        return
    assert set(found.text) <= set("".join(PARAGRAPHS) + "二、存在问题事项数量（件）应诉37| \n")


@needs_office
def test_nothing_is_left_behind(files, tmp_path, monkeypatch):
    monkeypatch.setattr(legacy.tempfile, "tempdir", str(tmp_path))
    legacy.read(files[RTF], media_type=RTF)
    assert list(tmp_path.iterdir()) == []


def test_the_docx_reader_reads_what_another_library_writes():
    document = writer.Document()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    held = io.BytesIO()
    document.save(held)
    assert docx.read(held.getvalue()).text.split("\n") == PARAGRAPHS
