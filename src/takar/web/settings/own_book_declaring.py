"""All forms of the page on which a book is declared, joined: from what was typed to a declaration.

Rows that were once saved cannot be taken out, only marked as no longer used; empty rows at the end
are simply left empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from takar.organisation.actor import Actor
from takar.registers.custom.declaration import ColumnPlan, Plan, StepPlan
from takar.registers.custom.rules.checks import Fault
from takar.registers.custom.rules.naming import keyed_options, keyed_steps
from takar.web.asked import number_of
from takar.web.settings.own_book_forms import BookForm, ColumnForm, StepForm

EMPTY_COLUMNS, EMPTY_STEPS = 3, 2
"""Empty rows offered at the end."""


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Saved rows know their plan; rows after them may stay empty."""

    def __init__(self, *args: Any, plans: Sequence[Any] = (), **kwargs: Any) -> None:
        self.plans = plans
        super().__init__(*args, **kwargs)
        self.extra = max(0, len(self.initial or []) - max(len(plans), self.min_num))

    def initial_form_count(self) -> int:
        return len(self.plans)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        known = index is not None and index < len(self.plans)
        return super().get_form_kwargs(index) | {"plan": self.plans[index] if known else None}  # type: ignore[index]

    def filled(self) -> list[Any]:
        """Forms that say something, in the order they ask for."""
        return sorted(self.said(), key=lambda form: form.cleaned_data.get("order") or 99)

    def said(self) -> list[Any]:
        """Forms that are not empty, in the order of the page."""
        return [
            form
            for place, form in enumerate(self.forms)
            if form.plan is not None or place < self.min_num or form.has_changed()
        ]


_ColumnRows: Any = forms.formset_factory(ColumnForm, formset=_Rows, extra=0, max_num=60, absolute_max=80)
_StepRows: Any = forms.formset_factory(
    StepForm, formset=_Rows, extra=0, min_num=1, max_num=20, absolute_max=30
)


_WORDS = (
    *("label", "entry_label", "purpose", "group", "icon", "date_label", "title_label", "numbered"),
    *("number_format", "printed_title", "tells_doubles", "with_reference", "with_restricted"),
)
"""Fields of the first form that go into the declaration as they are."""


class DeclarationForm:
    """All forms of the page together."""

    def __init__(self, actor: Actor, *, plan: Plan | None = None, data: QueryDict | None = None) -> None:
        more = data.get("more", "") if data is not None else ""
        grown = _grown(data, more) if data is not None and more else data
        self.asks_for_rows = bool(more)
        begun: Mapping[str, Any] = vars(plan) if plan else {}
        self.book = BookForm(grown, actor=actor, plan=plan, initial=begun)
        self._kinds_before = plan.kinds if plan else ()
        columns, steps = (plan.columns, plan.steps) if plan else ((), ())
        self.columns = _ColumnRows(
            grown, prefix="kolom", plans=columns, initial=_column_rows(columns, plan), form_kwargs={}
        )
        self.steps = _StepRows(grown, prefix="langkah", plans=steps, initial=_step_rows(steps))
        if self.asks_for_rows:
            for form in self.all_forms():
                form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]

    def all_forms(self) -> list[forms.Form]:
        return [self.book, *self.columns.forms, *self.steps.forms]

    def plan(self) -> Plan | None:
        """The declaration as written, keys of new things still empty; None when a form has errors.

        Remembers which form each of its rows came from, for :meth:`add_faults`.
        """
        if not all([self.book.is_valid(), self.columns.is_valid(), self.steps.is_valid()]):
            return None
        self._column_forms, self._step_forms = self.columns.filled(), self._ordered_steps()
        kinds = keyed_options(self.book.options())
        # A kind that is renamed at the same moment may be called by either name.
        keys = {kind.label.casefold(): kind.key for kind in (*self._kinds_before, *kinds)}
        if self._step_forms is None or not self._names_kinds(keys):
            return None
        data = self.book.cleaned_data
        return Plan(
            **{name: data[name] for name in _WORDS},
            kinds=kinds,
            columns=tuple(form.column(keys) for form in self._column_forms),
            steps=tuple(form.named for form in self._step_forms),
        )

    def _names_kinds(self, known: Mapping[str, str]) -> bool:
        """Whether every kind that a column names is a kind of the book."""
        for form in self._column_forms:
            if unknown := [name for name in form.named_kinds() if name not in known]:
                form.add_error("kinds", f"Tidak ada jenis {', '.join(unknown)}.")
        return not any(form.errors for form in self._column_forms)

    def _ordered_steps(self) -> list[Any] | None:
        """Step forms in their order, each with the step it means; numbers become keys on the way."""
        rows = self.steps.said()
        keyed = keyed_steps([form.step() for form in rows])
        numbered = {
            self.steps.forms.index(form) + 1: step.key for form, step in zip(rows, keyed, strict=True)
        }
        sound = True
        for form, step in zip(rows, keyed, strict=True):
            references: dict[str, tuple[str, ...]] = {}
            for name in ("after", "unless"):
                numbers = [int(n) for n in re.findall(r"\d{1,3}", form.cleaned_data[name])]
                left = re.sub(r"\d{1,3}|[\s,;.]|dan|atau", "", form.cleaned_data[name])
                if left:
                    form.add_error(name, "Tulis nomor langkah, misalnya “1” atau “2, 3”.")
                for number in numbers:
                    if number not in numbered:
                        form.add_error(name, f"Tidak ada langkah nomor {number}.")
                sound = sound and name not in form.errors
                references[name] = tuple(numbered[n] for n in numbers if n in numbered)
            form.named = replace(step, after=references["after"], unless=references["unless"])
        return sorted(rows, key=lambda form: form.cleaned_data.get("order") or 99) if sound else None

    def add_faults(self, faults: Sequence[Fault]) -> None:
        """Each fault beside the field it belongs to."""
        for fault in faults:
            form, field = self._place(fault.place)
            form.add_error(field if field in form.fields else None, fault.sentence)

    def _place(self, place: tuple[str | int, ...]) -> tuple[forms.Form, str]:
        names = {"options": "new_options"}
        if len(place) == 3:
            rows = self._column_forms if place[0] == "columns" else self._step_forms
            assert rows is not None
            return rows[int(place[1])], names.get(str(place[2]), str(place[2]))
        return self.book, {"kinds": "new_options"}.get(str(place[0]), str(place[0]))

    def has_errors(self) -> bool:
        return any(form.errors for form in self.all_forms())


def _column_rows(columns: Sequence[ColumnPlan], plan: Plan | None) -> list[dict[str, Any]]:
    names = {kind.key: kind.label for kind in plan.kinds} if plan else {}
    saved = [
        {
            **vars(column),
            "width": Decimal(str(column.width)),
            "kinds": "\n".join(names[key] for key in column.kinds),
            "order": place,
        }
        for place, column in enumerate(columns, start=1)
    ]
    return saved + [{"order": len(columns) + n} for n in range(1, EMPTY_COLUMNS + 1)]


def _step_rows(steps: Sequence[StepPlan]) -> list[dict[str, Any]]:
    place = {step.key: str(number) for number, step in enumerate(steps, start=1)}
    saved = [
        {
            **vars(step),
            "after": ", ".join(place[key] for key in step.after),
            "unless": ", ".join(place[key] for key in step.unless),
            "order": number,
        }
        for number, step in enumerate(steps, start=1)
    ]
    if not saved:
        saved = [{"order": 1, "label": "Tercatat", "tone": "neutral"}]
    return saved + [{"order": len(saved) + n} for n in range(1, EMPTY_STEPS + 1)]


def _grown(data: QueryDict, more: str) -> QueryDict:
    """The form as it was sent, with two more empty rows."""
    grown = data.copy()
    name = f"{'langkah' if more == 'langkah' else 'kolom'}-TOTAL_FORMS"
    total = data.get(name, "")
    grown[name] = str((number_of(total) or 0) + 2)
    return grown
