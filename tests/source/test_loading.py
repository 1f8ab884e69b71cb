"""What a rule set looks like once it is read, and how fast reading is."""

from __future__ import annotations

import pickle
import shutil
import time
from pathlib import Path

import pytest

from codewords.errors import ManifestError, RuleFileError
from codewords.model import Group, Leaf, RuleSet, Term, Use
from codewords.source.load import check_rules, load_rules, main
from codewords.source.pack import REQUIRED


@pytest.fixture
def rules(small_pack: Path) -> RuleSet:
    return load_rules(small_pack)


def _term(rules: RuleSet, name: str) -> Term:
    return next(term for term in rules.terms if term.id == name)


def test_the_small_pack_has_no_problem(small_pack: Path) -> None:
    assert check_rules(small_pack) == []


def test_the_manifest_is_told(rules: RuleSet) -> None:
    assert (rules.version, rules.format, rules.languages) == ("2026.11.0", 1, ("fr", "en"))


def test_ids_are_derived_from_file_language_kind_and_word(rules: RuleSet) -> None:
    assert [term.id for term in rules.terms] == [
        "cannabis_herb.420",
        "cannabis_herb.beuh",
        "cannabis_herb.zkittlez",
        "cocaine.cocaine",
        "cocaine.speedball",
        "emoji.delivery-truck",
        "emoji.snowflake",
        "fr.counter.police.garde-a-vue",
        "fr.delivery.livraison",
        "fr.recruitment.charbonneur",
    ]


def test_a_term_takes_defaults_from_its_file_and_from_the_format(rules: RuleSet) -> None:
    term = _term(rules, "cannabis_herb.beuh")
    assert (term.kind, term.langs, term.substances) == ("substance", ("fr",), ("cannabis_herb",))
    assert (term.role, term.fuzz, term.case, term.status) == ("slang", None, False, "stable")
    assert (term.source, term.since, term.review_by) == (("small_glossary",), "2026.11.0", "2028-11")


def test_a_number_stays_the_string_that_was_written(rules: RuleSet) -> None:
    term = _term(rules, "cannabis_herb.420")
    assert (term.term, term.fuzz, term.langs) == ("420", 0, ("en", "fr"))


def test_what_a_term_says_wins_over_its_file(rules: RuleSet) -> None:
    term = _term(rules, "cannabis_herb.zkittlez")
    assert (term.case, term.role, term.status) == (True, "strain", "shadow")
    assert (term.review_by, term.formerly) == ("2027-05", ("cannabis_herb.skittles",))
    assert _term(rules, "cocaine.speedball").substances == ("cocaine", "cannabis")


def test_emoji_stand_for_a_substance_or_for_trade(rules: RuleSet) -> None:
    snow, truck = _term(rules, "emoji.snowflake"), _term(rules, "emoji.delivery-truck")
    assert (snow.kind, snow.substances, snow.is_emoji, snow.langs) == ("emoji", ("cocaine",), True, ("und",))
    assert (truck.kind, truck.substances, truck.is_emoji) == ("delivery", (), True)


def test_a_counter_term_has_its_topic_and_no_role(rules: RuleSet) -> None:
    term = _term(rules, "fr.counter.police.garde-a-vue")
    assert (term.kind, term.topic, term.role) == ("counter", "police", "")


def test_a_place_names_file_line_and_column(rules: RuleSet) -> None:
    assert str(_term(rules, "cannabis_herb.beuh").place) == "lexicons/substances/cannabis_herb.yaml:6:3"


def test_a_pattern_is_written_out_with_the_longest_words_first(rules: RuleSet) -> None:
    pattern = next(item for item in rules.patterns if item.id == "price.amount")
    assert pattern.regex == "(?<a>{amount})"
    assert pattern.expanded == r"(?<a>(?:(?:\d{1,5}(?:[.,]\d{1,2})?)\s?(?:euros|euro|eur|gbp|£|€)))"


def test_conditions_are_read_in_all_their_forms(rules: RuleSet) -> None:
    grid = next(item for item in rules.detections if item.id == "sale.grid")
    assert isinstance(grid.when, Group)
    assert (grid.when.op, grid.when.within) == ("all", 25)
    assert grid.when.parts == (Use("product"), Leaf(kinds=("price",), at_least=2))
    delivered = next(item for item in rules.detections if item.id == "sale.delivered")
    assert delivered.when == Group(
        "all",
        (
            Leaf(substances=("cannabis",)),
            Leaf(ids=("fr.delivery.*",), at_least=1, at_most=4),
            Group("none", (Leaf(kinds=("counter",), topics=("police",)),)),
        ),
        within="sentence",
        ordered=True,
    )
    assert (delivered.outcome, delivered.category) == ("offer", "sale")


def test_tables_surfaces_policies_and_words_are_read(rules: RuleSet) -> None:
    assert rules.tables["currencies"]["EUR"] == ("€", "eur", "euro", "euros")
    assert rules.folding == {"leet": {"e": ("3",), "o": ("0",)}}
    assert [surface.id for surface in rules.surfaces] == ["post", "dm"]
    assert rules.surfaces[0].block == {"default": 3.0, "endorsement": 5.0}
    assert rules.policies[1].levels == {"cannabis": "watch"}
    assert rules.scoring.budgets["window"] == 4000
    assert rules.ordinary == {"fr": frozenset({"beurre", "page"})}


def test_a_rule_set_can_be_pickled(rules: RuleSet) -> None:
    assert pickle.loads(pickle.dumps(rules)) == rules


def test_a_folder_that_is_not_there_or_has_no_manifest_is_no_rule_set(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(ManifestError) as caught:
            load_rules(folder)
        assert [problem.code for problem in caught.value.problems] == ["CW101"]


@pytest.mark.parametrize("name", REQUIRED)
def test_a_folder_that_was_copied_by_half_is_one_clear_problem(
    name: str, small_pack: Path, tmp_path: Path
) -> None:
    shutil.copytree(small_pack, tmp_path / "half")
    (tmp_path / "half" / name).unlink()
    with pytest.raises(ManifestError) as caught:
        load_rules(tmp_path / "half")
    assert len(caught.value.problems) == 1
    assert f"`{name}`" in str(caught.value)


def test_all_problems_of_all_files_come_out_at_once(small_pack: Path, tmp_path: Path) -> None:
    shutil.copytree(small_pack, tmp_path / "pack")
    for name in ("lexicons/emoji.yaml", "lexicons/counter/fr.yaml"):
        file = tmp_path / "pack" / name
        file.write_text(file.read_text(encoding="utf-8").replace("ambiguity: ", "ambigu: "), encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        load_rules(tmp_path / "pack")
    paths = {problem.place.path for problem in caught.value.problems}
    assert paths == {"lexicons/emoji.yaml", "lexicons/counter/fr.yaml"}


def test_a_file_that_cannot_be_read_causes_no_second_hand_problems(small_pack: Path, tmp_path: Path) -> None:
    shutil.copytree(small_pack, tmp_path / "pack")
    for name in ("substances.yaml", "sources.yaml", "surfaces.yaml"):
        (tmp_path / "pack" / name).write_text("- [", encoding="utf-8")
    assert {problem.code for problem in check_rules(tmp_path / "pack")} == {"CW104"}


def test_links_inside_the_folder_are_read(small_pack: Path, tmp_path: Path) -> None:
    shutil.copytree(small_pack, tmp_path / "pack")
    shutil.move(tmp_path / "pack" / "policies.yaml", tmp_path / "pack" / "mine.txt")
    (tmp_path / "pack" / "policies.yaml").symlink_to("mine.txt")
    assert load_rules(tmp_path / "pack").digest == load_rules(small_pack).digest


def test_the_command_prints_problems_and_tells_by_its_exit(
    small_pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(small_pack)]) == 0
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith("error: manifest.yaml:0:0: CW101 ")
    assert main([]) == 2


def test_three_thousand_terms_are_read_in_less_than_two_seconds(small_pack: Path, tmp_path: Path) -> None:
    shutil.copytree(small_pack, tmp_path / "pack")
    head = "substance: cocaine\nlang: fr\nsince: 2026.11.0\nsource: [general_knowledge]\nterms:\n"
    for number in range(60):
        rows = [
            f"- term: mot{number} {row}\n  ambiguity: high\n  sense: a word\n"
            f'  hits: ["mot {row} à 60 euros"]\n  misses: ["un mot {row}"]\n'
            for row in range(50)
        ]
        file = tmp_path / "pack" / "lexicons" / "substances" / f"file{number}.yaml"
        file.write_text(head + "".join(rows), encoding="utf-8")
    start = time.process_time()
    assert len(load_rules(tmp_path / "pack").terms) == 3010
    assert time.process_time() - start < 2.0
