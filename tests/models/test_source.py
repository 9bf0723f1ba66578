"""Where a report came from, and the page of a position."""

from __future__ import annotations

import pytest

from fazhi_extract import InputError, Report, Source, Span


def paged(text, *ends):
    starts = [0, *ends[:-1]]
    pages = [Span(start=start, end=end) for start, end in zip(starts, ends, strict=True)]
    return Report(text=text, source=Source(media_type="application/pdf", pages=pages))


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (2, 1), (3, 2), (5, 3), (9, 3)])
def test_page_of_an_offset(offset, page):
    assert paged("甲乙丙丁戊己庚辛壬", 3, 5, 9).page_of(offset) == page


def test_no_pages_no_page():
    assert Report(text="甲").page_of(0) is None
    assert Report(text="甲", source=Source()).page_of(0) is None


@pytest.mark.parametrize("offset", [-1, 10])
def test_an_offset_outside_the_text_is_refused(offset):
    with pytest.raises(InputError, match=str(offset)):
        paged("甲乙丙丁戊己庚辛壬", 9).page_of(offset)


def test_source_survives_json():
    report = paged("甲乙", 1, 2)
    assert Report.model_validate_json(report.model_dump_json()) == report
