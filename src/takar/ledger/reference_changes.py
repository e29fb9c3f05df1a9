"""Rows that numbers rest on, sealed: every save and removal becomes a link in the chain of the office.

A row is read back from the database when it was written, so the chain holds what the audit will read. Tables
that all offices share are sealed in the chain of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import AppConfig, apps
from django.db import models, transaction
from django.db.models.signals import post_migrate, post_save, pre_delete

from takar.kernel import acting, clock, seal, sealed_rows
from takar.kernel.encrypted import seal_digest
from takar.kernel.sealed_rows import SealedTable
from takar.ledger import chain
from takar.ledger.models import ReferenceChange
from takar.ledger.plain import as_json
from takar.organisation.models import Office

Columns = dict[str, Any]
What = ReferenceChange.What


def columns_of(table: SealedTable, values: Mapping[str, Any], key: str) -> Columns:
    """A row's columns as the chain holds them: personal ones as a keyed digest."""
    return {field.attname: _sealed(table, field, values[field.attname], key) for field in table.fields}


def _sealed(table: SealedTable, field: models.Field[Any, Any], value: Any, key: str) -> Any:
    plain = value if isinstance(field, models.JSONField) else as_json(value)
    if field.attname not in table.personal or plain in (None, "", {}, []):
        return plain
    return {"sealed": seal_digest(seal.written(plain), table.label, key, field.attname)}


def contents(table: SealedTable, rows: models.QuerySet[Any]) -> Iterator[tuple[int | None, str, Columns]]:
    """``(office, key, columns)`` of rows as they stand in the database; no office where all share them."""
    names = [field.attname for field in table.fields]
    asked = ["pk", *([table.office] if table.office else []), *names]
    for row in rows.order_by("pk").values(*dict.fromkeys(asked)).iterator(500):
        key = str(row["pk"])
        yield (row[table.office] if table.office else None), key, columns_of(table, row, key)


# ---- noticed writes ---------------------------------------------------------------------------------


def watch() -> None:
    """Begin to notice. Called once, when the program starts."""
    post_save.connect(_saved)
    pre_delete.connect(_removed)
    post_migrate.connect(_adopt_after_migrating)
    sealed_rows.sealed_by(_bulk)


def _saved(sender: Any, instance: models.Model, created: bool, raw: bool = False, **signal: Any) -> None:
    table = sealed_rows.table_of(sender)
    if table is None or table.told_by_entries or raw:
        return
    with transaction.atomic():
        if created and isinstance(instance, Office):
            adopt(instance.pk)
        else:
            _record(table, contents(table, sender._base_manager.filter(pk=instance.pk)), What.SAVED)


def _removed(sender: Any, instance: models.Model, **signal: Any) -> None:
    table = sealed_rows.table_of(sender)
    if table is not None and not table.told_by_entries:
        rows = contents(table, sender._base_manager.filter(pk=instance.pk))
        _record(table, ((office, key, None) for office, key, _ in rows), What.REMOVED)


@contextmanager
def _bulk(table: SealedTable, where: dict[str, Any]) -> Iterator[None]:
    """Seal what a block of writes changed. Rows it left alone are not sealed again: that would make
    somebody's secret change of them look like ours."""
    rows = table.model._base_manager.filter(**where)
    with transaction.atomic():
        before = {(office, key): columns for office, key, columns in contents(table, rows)}
        yield
        after = {(office, key): columns for office, key, columns in contents(table, rows)}
        saved = [(*place, columns) for place, columns in after.items() if before.get(place) != columns]
        _record(table, saved, What.SAVED)
        _record(table, [(*place, None) for place in before if place not in after], What.REMOVED)


def _record(table: SealedTable, rows: Iterable[tuple[int | None, str, Columns | None]], what: str) -> None:
    """One link for each office whose chain tells of these rows."""
    by_office: defaultdict[int | None, dict[str, Columns | None]] = defaultdict(dict)
    for office, key, columns in rows:
        by_office[office][key] = columns
    if shared := by_office.pop(None, None):
        by_office.update(dict.fromkeys(Office.objects.values_list("pk", flat=True), shared))
    links = [_link(office, what, {table.label: told}) for office, told in by_office.items() if office]
    if links:
        chain.append(links)


def _link(office_id: int, what: str, content: Mapping[str, Mapping[str, Columns | None]]) -> ReferenceChange:
    only = next(iter(content)) if len(content) == 1 else ""
    keys = list(content[only]) if only else []
    by = acting.who()
    return ReferenceChange(
        office_id=office_id,
        what=what,
        table=only,
        key=keys[0] if len(keys) == 1 else "",
        content=content,
        at=clock.now(),
        actor_id=by.user_id,
        actor_name=by.name,
    )


# ---- offices that were there before the seal ----------------------------------------------------------


def adopted_tables(office_id: int) -> set[str]:
    found = ReferenceChange.objects.filter(office_id=office_id, what=What.ADOPTED)
    return {label for row in found.iterator(50) for label in row.content}


def adopt(office_id: int) -> int:
    """Seal the rows of tables that the office's chain does not know yet; returns how many tables.

    Once per table and never again: adopting a second time would make a row that somebody slipped in look
    like ours.
    """
    with transaction.atomic():
        known = adopted_tables(office_id)
        new = [table for table in sealed_rows.tables() if table.label not in known]
        if new:
            content = {
                table.label: {key: columns for _, key, columns in contents(table, table.rows(office_id))}
                for table in new
            }
            chain.append([_link(office_id, What.ADOPTED, content)])
    return len(new)


def _adopt_after_migrating(sender: AppConfig, **signal: Any) -> None:
    """After the last app, so that shipped tables have been loaded."""
    if sender.name == list(apps.get_app_configs())[-1].name:
        for office_id in Office.objects.order_by("pk").values_list("pk", flat=True):
            adopt(office_id)
