"""What reading a report costs by format: python benchmarks/files.py [FILE.pdf|FILE.docx …].

Without files, the DOCX and the PDF are made from one of the fixtures, set twice over.
"""

import io
import statistics
import sys
import time
from pathlib import Path

from fazhi_extract import parse_report
from fazhi_extract.sources import docx, pdf

ROOT = Path(__file__).parents[1]
RUNS = 9


def milliseconds(work):
    """The median of some runs."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def made():
    """A DOCX and a PDF of the same lines."""
    import docx as python_docx  # noqa: PLC0415

    sys.path.insert(0, str(ROOT / "tests" / "sources" / "pdf"))
    from writer import Layout, typeset  # noqa: PLC0415

    text = (ROOT / "fixtures" / "huaichuan_2022.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.split("\n") if line.strip()] * 2
    document = python_docx.Document()
    for line in lines:
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    return {"made.docx": held.getvalue(), "made.pdf": typeset(lines, Layout(header="政府公报"))}


def plumb(data):
    """The text by pdfplumber, for comparison."""
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(io.BytesIO(data)) as opened:
        return [page.extract_text() for page in opened.pages]


def main():
    """Print a line a file."""
    files = {name: Path(name).read_bytes() for name in sys.argv[1:]} or made()
    for name, data in files.items():
        reader = pdf.read if name.endswith(".pdf") else docx.read
        text = reader(data).text
        line = f"{name}: {len(text)} characters, read in {milliseconds(lambda r=reader, d=data: r(d)):.1f} ms"
        line += f", parsed in {milliseconds(lambda t=text: parse_report(t)):.1f} ms"
        if name.endswith(".pdf"):
            try:
                line += f"; pdfplumber {milliseconds(lambda d=data: plumb(d)):.1f} ms"
            except ImportError:
                line += "; pdfplumber is not installed"
        print(line)


if __name__ == "__main__":
    main()
