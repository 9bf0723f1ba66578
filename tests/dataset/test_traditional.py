"""Traditional characters are taken for simplified ones, one for one."""

import numpy as np
import pytest

from fazhi_extract.dataset.traditional import simplified, simplified_codes
from fazhi_extract.lexicon import default_lexicon

PAIRS = (
    ("雲嶺區人民政府辦公室關於法治政府建設情況的報告", "云岭区人民政府办公室关于法治政府建设情况的报告"),
    ("臺賬、台賬、裏程與里程、爲民與為民", "台账、台账、里程与里程、为民与为民"),
    ("着力、著力", "着力、着力"),
    ("１２３件，abc 456", "１２３件，abc 456"),
    ("", ""),
    ("\ud800\x00🙂𠀀", "\ud800\x00🙂𠀀"),
)


@pytest.mark.parametrize(("given", "expected"), PAIRS)
def test_the_other_script(given, expected):
    assert simplified(given) == expected
    codes = np.frombuffer(given.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    found = simplified_codes(codes)
    assert found.dtype == np.uint32
    assert "".join(map(chr, found.tolist())) == expected


def test_the_list_leads_nowhere_else():
    rows = default_lexicon().rows("traditional")
    others = [other for _, forms in rows for other in forms]
    assert len(set(others)) == len(others)
    assert not set(others) & {simple for simple, _ in rows}
    assert all(len(simple) == 1 for simple, _ in rows)


def test_rows_of_ones_own():
    own = default_lexicon().extended({"traditional": [("甲", "乙")]})
    assert simplified("乙雲", lexicon=own) == "甲云"
