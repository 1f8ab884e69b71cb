"""The JSON Schemas say what the reader says."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema
import pytest
import yaml

from codewords.source.layout import FILE_KINDS
from codewords.source.locate import bundled_rules
from codewords.source.schema import main, schemas, to_text

TESTS = Path(__file__).resolve().parent.parent
RULES = TESTS.parent / "rules"
BROKEN = TESTS / "broken"
SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SEEN_BY_EDITORS = ("term-without-term", "month", "version", "number-out-of-range", "unknown-key", "wrong-shapes")
"""Broken files whose fault an editor must see too."""


def _plain(value: Any) -> Any:
    """Give JSON types: YAML may make numbers of keys."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _kind(path: PurePosixPath) -> str:
    for kind in FILE_KINDS:
        wanted = PurePosixPath(kind.path)
        if path.parent == wanted.parent and path.match(wanted.name):
            return kind.name
    return path.stem


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.yaml"))


def _check(file: Path, name: str) -> None:
    tree = _plain(yaml.load(file.read_text(encoding="utf-8"), Loader=SAFE))
    jsonschema.Draft202012Validator(schemas()[f"{name}.json"]).validate(tree)


def test_the_files_on_disk_are_those_that_would_be_written() -> None:
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in (RULES / "schema").glob("*.json")}
    assert on_disk == {name: to_text(schema) for name, schema in schemas().items()}


def test_the_command_writes_all_schemas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "schema")]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(schemas())
    assert {path.name for path in (tmp_path / "schema").iterdir()} == set(schemas())
    assert main([]) == 2


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_schema_is_itself_valid_and_describes_every_key(name: str) -> None:
    schema = schemas()[name]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["description"]
    assert schema["properties"]


def test_there_are_bundled_files_to_compare() -> None:
    assert len(_files(bundled_rules())) > 20


@pytest.mark.parametrize("file", _files(RULES), ids=lambda file: file.relative_to(RULES).as_posix())
def test_a_bundled_file_conforms_to_its_schema(file: Path) -> None:
    _check(file, _kind(PurePosixPath(file.relative_to(RULES).as_posix())))


@pytest.mark.parametrize("file", _files(TESTS / "packs" / "small"), ids=lambda file: file.stem)
def test_a_file_of_the_small_pack_conforms_to_its_schema(file: Path) -> None:
    _check(file, _kind(PurePosixPath(file.relative_to(TESTS / "packs" / "small").as_posix())))


@pytest.mark.parametrize("fault", SEEN_BY_EDITORS)
def test_an_editor_sees_what_the_reader_sees(fault: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        _check(BROKEN / f"{fault}.yaml", "lexicon-substance")


@pytest.mark.parametrize(
    "text",
    [
        "terms:\n- {id: cocaine.cocaine, remove: true}\n",
        "conditions: {product: {remove: true}}\nscoring: {intercept: -3.0}\n",
        "surfaces:\n- {id: post, block: {sale: 4}}\n",
    ],
)
def test_an_overlay_conforms_to_its_schema(text: str, tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(text, encoding="utf-8")
    _check(tmp_path / "site.yaml", "overlay")


def test_descriptions_stand_beside_every_key_of_an_entry() -> None:
    for kind in FILE_KINDS:
        for key, record in kind.sections:
            entry = schemas()[f"{kind.name}.json"]["properties"][key]["items"]
            assert set(entry["properties"]) == {field.name for field in record.fields}
            assert all(item["description"] for item in entry["properties"].values())
