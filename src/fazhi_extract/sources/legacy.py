"""Old formats (.doc, .wps, .rtf, .odt) → text, by LibreOffice, when it is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from fazhi_extract.errors import MissingPackageError, SourceError
from fazhi_extract.sources import docx
from fazhi_extract.sources.detect import DOC, ODT, RTF, WPS
from fazhi_extract.sources.document import Document
from fazhi_extract.sources.limits import Limits

__all__ = ["read"]

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_SUFFIXES = {DOC: ".doc", WPS: ".wps", RTF: ".rtf", ODT: ".odt"}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD = "WordDocument".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MEMORY_KB = 4_000_000
_MOST_WRITTEN_BLOCKS = 400_000
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
</oor:items>
"""


def read(data: bytes, *, media_type: str = DOC, limits: Limits | None = None) -> Document:
    """The text of an old document, which LibreOffice turns into DOCX in a profile of its own, without macros.

    Raises:
        MissingPackageError: without LibreOffice.
        SourceError: when it is encrypted, damaged, or takes longer than `limits.seconds`.
    """
    bounds = limits or Limits()
    if _ENCRYPTED in data:
        raise SourceError("it is encrypted; save it without a password")
    if data.startswith(_COMPOUND) and media_type == DOC and _WORD not in data:
        raise SourceError("it is damaged, or no Word document: there is no text part in it")
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise MissingPackageError(
            f"reading {media_type} needs LibreOffice, which is not installed: apt install libreoffice-writer "
            "(brew install libreoffice; https://www.libreoffice.org); or save the file as DOCX"
        )
    with tempfile.TemporaryDirectory(prefix="fazhi-", ignore_cleanup_errors=True) as folder:
        converted = _convert(program, data, _SUFFIXES.get(media_type, ".doc"), Path(folder), bounds)
    return replace(docx.read(converted, limits=bounds), media_type=media_type)


def _convert(program: str, data: bytes, suffix: str, folder: Path, limits: Limits) -> bytes:
    source, target, profile = folder / f"report{suffix}", folder / "out", folder / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_PROFILE, encoding="utf-8")
    source.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nolockcheck",
        "--convert-to",
        "docx:MS Word 2007 XML",
        # named, so that a damaged file is an error, and not read as if its bytes were text
        *(["--infilter=MS Word 97"] if data.startswith(_COMPOUND) and _WORD in data else []),
        "--outdir",
        str(target),
        str(source),
    ]
    said = _run(command, folder, limits.seconds)
    written = target / "report.docx"
    if not written.is_file():
        raise SourceError(
            f"LibreOffice cannot read it; it may be damaged or encrypted ({said[-200:].strip()})"
        )
    if written.stat().st_size > limits.max_bytes:
        raise SourceError(f"it becomes more than {limits.max_bytes:,} bytes of DOCX (Limits.max_bytes)")
    return written.read_bytes()


def _run(command: list[str], folder: Path, seconds: float) -> str:
    """Run a program and all that it starts within bounds; give what it says."""
    posix = os.name == "posix"
    if posix:
        bounds = f"ulimit -c 0; ulimit -f {_MOST_WRITTEN_BLOCKS}; "
        bounds += f"ulimit -v {_MEMORY_KB}; " if sys.platform == "linux" else ""
        command = ["/bin/sh", "-c", bounds + 'exec "$@"', "sh", *command]
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    for proxy in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        environment[proxy] = "http://127.0.0.1:9"  # nothing is fetched
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=posix,
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except BaseException as error:
            _kill(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise SourceError(
                    f"LibreOffice took more than {seconds:g} s on it (Limits.seconds)"
                ) from error
            raise
    return said.decode("utf-8", "replace")


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
