"""Which tests stand nearest to a module. Pure rules and access: what is wrong there is wrong in silence."""

from __future__ import annotations

_PERSONNEL = "tests/registers/personnel"

NEAREST: dict[str, list[str]] = {
    "takar.kernel.period": ["tests/kernel/test_period.py"],
    "takar.kernel.formatting": ["tests/kernel/test_formatting.py"],
    "takar.kernel.identifiers": ["tests/kernel/test_identifiers.py"],
    "takar.kernel.spans": ["tests/kernel/test_spans.py"],
    "takar.registers.personnel.calculation.leave": [
        f"{_PERSONNEL}/test_leave.py",
        f"{_PERSONNEL}/test_personnel_books.py",
    ],
    "takar.registers.personnel.calculation.dues": [f"{_PERSONNEL}/test_dues.py"],
    "takar.registers.personnel.calculation.seniority": [f"{_PERSONNEL}/test_seniority.py"],
    "takar.registers.personnel.calculation.attendance": [f"{_PERSONNEL}/test_attendance.py"],
    "takar.registers.goods.calculation.fifo": ["tests/registers/test_stock_value.py"],
    "takar.registers.survey.calculation.skm": ["tests/registers/test_skm.py"],
    "takar.registers.counter.rules": ["tests/registers/test_services.py"],
    "takar.measurement.engine.calculation": [
        "tests/measurement/test_language.py",
        "tests/measurement/test_measure_cases.py",
    ],
    "takar.measurement.numbers.forecast": ["tests/measurement/test_forecast.py"],
    "takar.measurement.numbers.holders": ["tests/measurement/test_holders.py"],
    "takar.measurement.numbers.official": ["tests/web/test_official_number.py"],
    "takar.measurement.numbers.entries": ["tests/web/test_official_number.py"],
    "takar.agreements.achievement": ["tests/agreements/test_achievement.py"],
    "takar.ledger.projection": ["tests/ledger/test_services.py", "tests/ledger/test_audit.py"],
    "takar.ledger.chain": ["tests/ledger/test_audit.py", "tests/ledger/test_services.py"],
    "takar.ledger.numbering": ["tests/ledger/test_numbering.py"],
    "takar.ledger.access": [
        "tests/ledger/test_closed_books.py",
        "tests/ledger/test_services.py",
        "tests/registers",
    ],
    "takar.organisation.access": ["tests/organisation", "tests/ledger/test_closed_books.py"],
    "takar.organisation.actor": ["tests/organisation", "tests/web/test_rights_that_end.py"],
    "takar.registers.personnel.access": [f"{_PERSONNEL}/test_personnel_books.py"],
}
