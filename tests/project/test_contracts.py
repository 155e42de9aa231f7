"""The import contracts say something about every module, and the one of our own making says no when it should."""

import tomllib
from pathlib import Path

import pytest
from grimp import ImportGraph
from importlinter import Contract

from tests.project.contracts import DoorsContract

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "cixi_oversight"


def contract(name: str) -> dict[str, list[str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return next(found for found in settings["tool"]["importlinter"]["contracts"] if found["id"] == name)


def apps() -> set[str]:
    found = [*ROOT.glob("*/apps.py"), *PROJECT.glob("*/apps.py")]
    return {".".join(path.relative_to(ROOT).parts[:-1]) for path in found}


def test_every_module_of_the_project_and_every_app_has_its_layer() -> None:
    modules = {f"cixi_oversight.{path.stem}" for path in PROJECT.glob("*.py") if path.stem != "__init__"}
    modules |= {f"cixi_oversight.{path.parent.name}" for path in PROJECT.glob("*/__init__.py")}
    named = {part.strip(" ()") for layer in contract("apps")["layers"] for part in layer.replace(":", "|").split("|")}
    assert (modules | apps()) - named == set()


def test_every_app_is_held_to_the_same_inside_and_keeps_its_doors() -> None:
    tops = {"cixi_oversight.pages", "cixi_oversight.demo"}  # pages of many apps, and builders: no app's shape
    assert apps() - set(contract("inside")["containers"]) - tops == set()
    assert apps() - set(contract("doors")["apps"]) == set()


@pytest.mark.parametrize(
    ("importer", "kept"),
    [
        ("funds.urls", True),
        ("cixi_oversight.urls", True),
        ("riskcodes.views.board", False),
        ("riskcodes.services", False),
        ("funds_archive", False),
    ],
)
def test_a_door_is_imported_by_its_app_and_by_what_puts_the_apps_together(importer: str, kept: bool) -> None:
    graph = ImportGraph()
    for module in ("funds", "funds.views", "funds.views.contracts", importer):
        graph.add_module(module)
    graph.add_import(importer=importer, imported="funds.views.contracts")
    assert doors().check(graph, verbose=False).kept is kept


def doors() -> Contract:
    options = {"apps": ["funds", "riskcodes"], "doors": ["views"], "allowed_importers": ["cixi_oversight.urls"]}
    return DoorsContract(name="Doors", session_options={}, contract_options=options)
