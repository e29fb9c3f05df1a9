"""System check: a shipped measure that names something wrong stops the start, with file and line."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from takar.measurement.language import loading, rules


def check_definitions(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    try:
        measures = loading.shipped_measures()
    except loading.BadDefinition as error:
        return [Error(str(error), hint="Correct the YAML.", id="takar.E020")]
    return [
        Error(f"{measure.place}: {measure.code} {fault}", hint="Correct the YAML.", id="takar.E021")
        for measure in measures.values()
        for reading in (measure, measure.other)
        if reading is not None
        for fault in rules.faults(reading)
    ]
