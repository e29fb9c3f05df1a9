"""What import-linter cannot see: relations named by string, reverse names, and the registry."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from takar.kernel.access import policy_for
from takar.ledger.books import all_books
from tests.architecture import layers_page

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/takar"


def rooms() -> dict[str, int]:
    """Package -> how low it lies, from the layers contract itself."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["containers"] == ["takar"])
    return {
        name.strip(" ()"): depth
        for depth, layer in enumerate(reversed(layers))
        for name in layer.split("|")
    }  # fmt: skip


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("takar.")]


def room_of(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def test_the_page_of_layers_tells_the_contracts_of_today() -> None:
    assert layers_page.PAGE.read_text() == layers_page.page(), "run make layers-page"


def test_every_relation_points_to_the_same_or_a_lower_layer() -> None:
    depth = rooms()
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created
        if isinstance(field.related_model, type) and field.related_model in own_models()
        if depth[room_of(model)] < depth[room_of(field.related_model)]
    ]
    assert upward == []


def test_no_book_points_to_another_family() -> None:
    families = {book.model: book.model.__module__.split(".")[2] for book in all_books()}
    crossing = [
        f"{model.__name__}.{field.name}"
        for model, family in families.items()
        for field in model._meta.get_fields()
        if not field.auto_created and families.get(field.related_model, family) != family
    ]  # fmt: skip
    assert crossing == []


REACHED_THROUGH_ANOTHER = {
    "AccessGrantEnd": "its grant",
    "Participant": "its entry",
    "EntryLink": "the entries at both ends",
    "EffectiveMilestone": "its entry; counted by the engine",
    "Tally": "nobody: the engine adds it up for one office",
    "EvidenceFile": "its evidence",
    "ChainHead": "nobody: the seal",
    "StoredCheckpoint": "nobody: signed states of the seal; what they say is public",
    "ReferenceChange": "nobody: the seal",
    "ClosingManifest": "its closing",
    "NumberSeries": "nobody: the counter",
    "Objective": "its indicator",
    "AgreedTarget": "its agreement",
    "SignInCounter": "nobody: wrong passwords are counted",
    "KnownAddress": "nobody: signing in asks for it",
    "CacheRow": "nobody: the cache",
}


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m.__name__)
def test_every_model_has_an_access_policy_or_is_reached_through_one_that_has(
    model: type[models.Model],
) -> None:
    if model.__name__ in REACHED_THROUGH_ANOTHER:
        with pytest.raises(LookupError):
            policy_for(model)
    else:
        assert policy_for(model)


def test_the_list_of_models_without_policy_names_only_models() -> None:
    assert set(REACHED_THROUGH_ANOTHER) <= {model.__name__ for model in own_models()}


def manager_uses(source: str) -> list[int]:
    """Lines that reach rows past the access policy."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]


WEB_FILES = sorted((SOURCE / "web").rglob("*.py"))


@pytest.mark.parametrize("path", WEB_FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_pages_reach_rows_only_through_the_access_policy(path: Path) -> None:
    assert manager_uses(path.read_text(encoding="utf-8")) == []


def test_the_search_for_managers_finds_them() -> None:
    assert sorted(manager_uses("rows = Entry.objects.all()\nx = model._default_manager")) == [1, 2]
    assert manager_uses("objects = visible(actor, Entry)") == []


def writes(source: str) -> list[int]:
    """Lines that write rows themselves."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"save", "delete", "bulk_create", "bulk_update"}
    ]


@pytest.mark.parametrize("path", WEB_FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_pages_leave_writing_to_services(path: Path) -> None:
    assert writes(path.read_text(encoding="utf-8")) == []


def test_the_search_for_writes_finds_them() -> None:
    assert writes("form.save()\nrow.delete()\nrows.bulk_create([])") == [1, 2, 3]
    assert writes("save_reference(row=form.instance)") == []


def test_migrations_say_what_they_do() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    unnamed = [
        f"{app}.{name}"
        for app, name in loader.disk_migrations
        if loader.disk_migrations[app, name].__module__.startswith("takar.")
        if re.search(r"^\d+_auto_|_and_more$", name)
    ]
    assert unnamed == []


@pytest.mark.django_db
def test_the_models_and_the_migrations_agree() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
