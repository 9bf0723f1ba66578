"""Canonical names and roles of bodies."""

from __future__ import annotations

import pytest

from fazhi_extract.entities import canonical_names, roles_of
from fazhi_extract.errors import LexiconError
from fazhi_extract.lexicon import default_lexicon

PLACES = ("临江省", "云岭市", "青溪区")


@pytest.mark.parametrize(
    ("name", "others", "issuer", "want"),
    [
        ("我局", (), "青溪区司法局", "青溪区司法局"),
        ("我局", (), "青溪区人民政府", None),
        ("我区政府", (), "青溪区人民政府", "青溪区人民政府"),
        ("本局", (), None, None),
        ("区政府", (), "青溪区人民政府", "青溪区人民政府"),
        ("市政府", (), "青溪区人民政府", "市政府"),
        ("区委依法治区委", ("区委全面依法治区委员会",), None, "区委全面依法治区委员会"),
        ("区委", ("区委全面依法治区委员会", "区委政法委员会"), None, "区委"),
        ("区司法局", ("云岭市青溪区司法局", "云岭市司法局"), None, "云岭市青溪区司法局"),
        ("区发改局", ("区发展和改革局", "区财政局"), None, "区发展和改革局"),
        ("区人大", ("区人大常委会",), None, "区人大"),
        ("区法院", ("青溪区人民法院",), None, "青溪区人民法院"),
        ("区合作社", ("区合作一社", "区合作二社"), None, "区合作社"),
    ],
)
def test_canonical_names(name, others, issuer, want):
    assert canonical_names([name, *others], issuer=issuer, places=PLACES)[0] == want


@pytest.mark.parametrize(
    ("marked", "want"),
    [
        ("由[区司法局]牵头，会同[区法院]、[区检察院]开展", ["牵头", "会同", "会同"]),
        ("[区司法局]、[区信访局]牵头办理", ["牵头", "牵头"]),
        ("联合[区妇联]走访，[区残联]到场", ["联合", None]),
        ("牵头单位：[区司法局]；配合单位:[区民政局]", ["牵头", "配合"]),
        ("[区司法局]印发通知", [None]),
        ("会同区内[区司法局]", [None]),
    ],
)
def test_roles(marked, want):
    text, bodies = "", []
    for piece in marked.split("["):
        name, _, rest = piece.rpartition("]")
        if name:
            bodies.append((len(text), len(text) + len(name)))
        text += name + rest
    assert roles_of(text, bodies) == want


def test_a_bad_row_is_refused():
    lexicon = default_lexicon().replaced({"org_roles": [("会同", "beside", "会同")]})
    with pytest.raises(LexiconError, match="org_roles"):
        roles_of("会同", [], lexicon=lexicon)
