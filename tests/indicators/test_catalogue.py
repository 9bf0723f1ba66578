"""The catalogue and its files."""

import json
from pathlib import Path

import pytest

from fazhi_extract.errors import FazhiError
from fazhi_extract.indicators import Catalogue, Indicator, IndicatorError, catalogue, load_catalogue
from fazhi_extract.indicators.schema import expand

OWN = """
# 云岭市's own
[DEFAULT]
topic = enforcement

[yunling.fish_ban_checks]
name_zh = 禁渔检查次数
unit = 次
aliases = {禁渔,休渔}检查; 长江禁捕检查
examples =
  开展禁渔检查12次。
  开展休渔检查12次，出动船只3艘。
"""


def own(**fields: object) -> dict[str, object]:
    return {"id": "own.a", "name_zh": "某数", "topic": "other", "unit": "件", "aliases": ["某数"], **fields}


def test_shipped_size_and_version() -> None:
    shipped = catalogue()
    assert len(shipped) >= 160
    assert len({one.id for one in shipped}) == len(shipped)
    assert shipped.version
    assert catalogue() is shipped


def test_ids_of_the_first_edition_stay() -> None:
    assert {"reconsideration.cases_closed", "lawyers.per_10k", "publicity.audience"} <= {
        one.id for one in catalogue()
    }


def test_rates_name_known_sides() -> None:
    shipped = catalogue()
    for one in shipped:
        sides = [one.numerator, one.denominator, *one.denominator_alt]
        assert all(side in shipped for side in sides if side)
        assert not any(sides) or one.kind == "rate"


def test_get_and_unknown() -> None:
    assert catalogue().get("litigation.loss_rate").name_zh == "行政诉讼败诉率"
    with pytest.raises(IndicatorError, match=r"litigation\.lost"):
        catalogue().get("litigation.defeats")
    with pytest.raises(FazhiError, match="reconsideration"):
        catalogue().get("nothing")


def test_search_ranks_names_first() -> None:
    found = catalogue().search("败诉率")
    assert found[0].id == "litigation.loss_rate"
    assert catalogue().search("  ") == []
    assert catalogue().search("没有这样的词") == []


def test_ini_file(tmp_path: Path) -> None:
    path = tmp_path / "own.ini"
    path.write_text(OWN, encoding="utf-8")
    (one,) = load_catalogue(path)
    assert one.id == "yunling.fish_ban_checks"
    assert one.aliases == ("{禁渔,休渔}检查", "长江禁捕检查")
    assert one.examples == ("开展禁渔检查12次。", "开展休渔检查12次，出动船只3艘。")
    assert one.kind == "count"


def test_json_file_and_mapping_and_object_agree(tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps([own()], ensure_ascii=False), encoding="utf-8")
    assert load_catalogue(path) == load_catalogue(own()) == load_catalogue(Indicator(**own()))


def test_null_lists_are_empty() -> None:
    (one,) = load_catalogue(own(bare_aliases=None, numerator=None))
    assert one.bare_aliases == ()


def test_extended_adds_and_replaces() -> None:
    shipped = catalogue()
    more = shipped.extended(own(), {**shipped.get("lawyers.count").model_dump(), "name_zh": "律师人数"})
    assert len(more) == len(shipped) + 1
    assert more.get("lawyers.count").name_zh == "律师人数"
    assert shipped.get("lawyers.count").name_zh == "执业律师人数"
    assert more.version != shipped.version
    assert more != shipped
    assert hash(more) == hash(Catalogue(more))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"id": "复议"}, "is no id"),
        ({"unit": ""}, "unit"),
        ({"aliases": []}, "aliases"),
        ({"aliases": ["{a,b"]}, "braces"),
        ({"aliases": ["{a,}"]}, "can be empty"),
        ({"topic": "weather"}, "topic"),
        ({"kind": "guess"}, "kind"),
        ({"colour": "red"}, "colour"),
        ({"bare_aliases": ["办结"]}, "bare_context"),
        ({"numerator": "own.b"}, "own.b"),
    ],
)
def test_faults_are_named(fields: dict[str, object], said: str) -> None:
    with pytest.raises(IndicatorError, match=said):
        load_catalogue(own(**fields))


def test_a_repeated_id_is_a_fault() -> None:
    with pytest.raises(IndicatorError, match="twice"):
        load_catalogue(own(), own())


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("own.json", b"{", "no JSON"),
        ("own.json", b"{}", "list"),
        ("own.json", b"[1]", "object"),
        ("own.ini", b"[a.b]\n[a.b]\n", "already exists"),
        ("own.ini", b"words without a section", "own.ini"),
        ("own.ini", b"\xff\xfe\xff", "UTF-8"),
        ("own.txt", b"", r"\.ini or \.json"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(IndicatorError, match=said):
        load_catalogue(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndicatorError, match=r"absent\.ini"):
        load_catalogue(tmp_path / "absent.ini")


def test_a_number_is_no_source() -> None:
    with pytest.raises(IndicatorError, match="path"):
        load_catalogue(3)  # type: ignore[arg-type]


def test_expand() -> None:
    assert expand("{办结,审结}复议{案件,}") == ("办结复议案件", "办结复议", "审结复议案件", "审结复议")
    with pytest.raises(IndicatorError, match="write several"):
        expand("{a,b,c,d}" * 6)
