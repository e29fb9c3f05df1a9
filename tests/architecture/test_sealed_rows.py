"""What a number rests on is sealed: no table and no write of many rows is forgotten."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import takar
from takar.kernel import sealed_rows
from takar.ledger.models import Entry

SOURCE = Path(takar.__file__).parent

NO_NUMBER_RESTS_ON_IT = {
    "organisation.User": "an account: rights, no numbers; its acts have append-only rows",
    "organisation.AccountAct": "what was done to accounts",
    "organisation.AccessGrant": "who from outside reads",
    "organisation.AccessGrantEnd": "who from outside reads",
    "organisation.EmergencyAccess": "who read in an emergency",
    "organisation.EmergencyView": "who read in an emergency",
    "ledger.ReadingRecord": "who read what",
    "ledger.ProcessingRule": "how long personal data are kept",
    "ledger.DataRequest": "what residents asked about their data",
    "ledger.StoredCheckpoint": "signed states of the chain; the audit compares each with it",
    "ledger.ImportBatch": "a spreadsheet that waits; what is imported becomes entries",
    "goods.AssetSeries": "the last register number given; the numbers stand in the entries",
    "sign_in.SignInCounter": "wrong passwords",
    "sign_in.KnownAddress": "browsers",
    "sign_in.CacheRow": "the cache",
}
LINKS = {"ledger.Milestone", "ledger.ReferenceChange", "ledger.ChainHead"}
WORKED_OUT_AGAIN = {
    "ledger.EffectiveMilestone": "from milestones and entries",
    "ledger.Tally": "from effective milestones",
    "ledger.NumberSeries": "from the numbers of entries",
    "ledger.Evidence": "from milestones",
    "ledger.EvidenceFile": "from milestones and the bytes",
    "measurement.FrozenValue": "from the hash of its act",
    "measurement.ClosingManifest": "from the hash in its act",
    "goods.StockBalance": "from receipts and issues",
    "goods.StockCardLine": "from receipts and issues",
    "finance.CashBook": "from the closings of the cash book",
}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("takar.")]


def test_every_table_is_sealed_worked_out_again_or_named_here_with_its_reason() -> None:
    sealed = {table.label for table in sealed_rows.tables()}
    entries = {model._meta.label for model in own_models() if issubclass(model, Entry)}
    kinds = [sealed, entries, LINKS, set(WORKED_OUT_AGAIN), set(NO_NUMBER_RESTS_ON_IT)]
    found = {model._meta.label for model in own_models()}
    assert found - set().union(*kinds) == set()
    assert set().union(*kinds) - found == set()
    assert sum(map(len, kinds)) == len(found), "a table is named twice"


MANY_ROWS = {"bulk_create", "bulk_update", "update", "delete", "_raw_delete"}


def unsealed(source: str, sealed: set[str]) -> Iterator[tuple[int, str]]:
    """Calls that write many rows of a sealed table, or of a table that cannot be told, outside of ``bulk``."""
    tree = ast.parse(source)
    covered = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.With) and any(_calls_bulk(item.context_expr) for item in node.items)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in MANY_ROWS
            and id(node) not in covered
            and (name := _table(node.func.value, tree)) is not None
            and (name in sealed or name == "?")
        ):
            yield node.lineno, name


def _calls_bulk(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "bulk"


def _table(node: ast.expr, tree: ast.AST) -> str | None:
    """The model that ``Model.objects...`` or a name bound to it writes; ``?`` for one that is not named."""
    words = ast.unparse(node)
    if ".objects" in words:
        return words.split(".objects")[0].split(".")[-1]
    if "_default_manager" in words or "_base_manager" in words:
        return "?"
    root = words.split(".")[0].split("(")[0].split("[")[0]
    for bound in ast.walk(tree):
        if isinstance(bound, ast.Assign) and any(ast.unparse(target) == root for target in bound.targets):
            said = ast.unparse(bound.value)
            if ".objects" in said:
                return said.split(".objects")[0].split(".")[-1]
    # A related manager: what it leads to is not told.
    return "?" if ".filter(" in words or ".all()" in words or ".exclude(" in words else None


LOOKED_AT = {
    ("registers/custom/services.py", "Office"): "the stamp of its books, which is not sealed",
}

FILES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_write_of_many_sealed_rows_stands_in_a_bulk_block(path: Path) -> None:
    """Those writes send no signal, so nothing else would seal them."""
    sealed = {table.model.__name__ for table in sealed_rows.tables() if not table.told_by_entries}
    place = str(path.relative_to(SOURCE))
    found = [name for _, name in unsealed(path.read_text(encoding="utf-8"), sealed)]
    assert [name for name in found if (place, name) not in LOOKED_AT] == []


def test_the_search_finds_what_it_looks_for() -> None:
    sealed = {"Village"}
    lines = [
        "Village.objects.filter(pk=1).update(name='x')",
        "rows = Village.objects.filter(pk=1)\nrows.filter(code='1').delete()",
        "model._default_manager.bulk_create([])",
    ]
    assert [list(unsealed(line, sealed)) for line in lines] == [
        [(1, "Village")],
        [(2, "Village")],
        [(1, "?")],
    ]
    assert list(unsealed("agreement.targets.all().delete()", sealed)) == [(1, "?")]
    assert list(unsealed("with bulk(Village):\n    Village.objects.bulk_create([])", sealed)) == []
    assert list(unsealed("Letter.objects.update(x=1)\nfound.update({1: 2})", sealed)) == []
