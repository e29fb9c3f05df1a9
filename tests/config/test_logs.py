"""What a log line tells, and what it must not tell."""

from __future__ import annotations

import json
import logging
import sys

import pytest
import structlog

from takar.config.log_lines import HIDDEN, MESSAGE, TEXT, redact, traceback_text
from takar.config.logs import formatter
from takar.kernel.security_log import SecurityEvent, log_event

SECRET_WORD = "kata-sandi-yang-tidak-boleh-tampak"


@pytest.fixture
def as_json(monkeypatch: pytest.MonkeyPatch) -> structlog.stdlib.ProcessorFormatter:
    monkeypatch.setenv("TAKAR_LOG_JSON", "1")
    return formatter()


def record(message: str, *, error: BaseException | None = None, **facts: object) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error is not None else None
    made = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, (), info)
    made.__dict__.update(facts)
    return made


def _fails(secret: str) -> BaseException:
    hidden = f"{secret} in a variable"
    try:
        try:
            raise KeyError("first")
        except KeyError as cause:
            raise ValueError(f"second {len(hidden)}") from cause
    except ValueError as error:
        return error


@pytest.mark.parametrize(
    "text",
    [
        "NIK 3515080101900001 tidak cocok",
        "nik=35.15.08.010190.0001",
        "NIP 198001012005011001",
        "NIP 19800101 200501 1 001 dipakai",
        "hubungi 081234567890",
        "hubungi 0812-3456-7890 segera",
        "telepon +62 812 3456 7890",
        "password=rahasia",
        "{'password1': 'rahasia sekali', 'x': 1}",
        '"csrfmiddlewaretoken": "abcDEF"',
        "Cookie: sessionid=abc; csrftoken=def",
        "Authorization: Bearer abc.def",
        "kata_sandi: rahasia",
        "Not Found: /2026/cari/?q=Siti+Aminah&hal=2",
        "https://kantor.example/masuk/?next=/2026/entri/5/?x=1",
    ],
)
def test_what_identifies_or_opens_is_taken_out(text: str) -> None:
    found = redact(text)
    assert HIDDEN in found
    for piece in ("3515", "0101", "1980", "3456", "rahasia", "abc", "def", "Siti"):
        assert piece not in found


@pytest.mark.parametrize(
    "text",
    [
        "Not Found: /2026/entri/5021/",
        "entry 5021 of office 3, seq 20260715",
        "2026-07-15T10:30:00.123456Z",
        "UNIQUE constraint failed: ledger_entry.office_id, ledger_entry.client_key",
        "3f0c9a52-7c1d-4a0e-9a51-0d5a3b1c2d3e",
        "/srv/takar/app/src/takar/web/search.py, line 20",
        "Rp 1.250.000.000",
    ],
)
def test_what_the_operator_needs_stays(text: str) -> None:
    assert redact(text) == text


def test_lines_in_which_postgresql_repeats_a_row_are_dropped() -> None:
    found = redact("duplicate key value\nDETAIL:  Key (name)=(Siti Aminah)\n   exists.\nHINT:  none")
    assert "Siti" not in found
    assert "exists" not in found
    assert "duplicate key value" in found
    assert "HINT" in found


def test_a_traceback_names_places_and_causes_and_no_values() -> None:
    error = _fails(SECRET_WORD)
    text = traceback_text((type(error), error, error.__traceback__))
    assert "test_logs.py" in text
    assert "in _fails" in text
    assert text.index("KeyError: 'first'") < text.index("ValueError: second")
    assert SECRET_WORD not in text


def test_a_long_message_and_a_long_traceback_are_cut() -> None:
    def deep(left: int) -> None:
        if left % 2 or left:
            deep(left - 1)
        else:
            raise ValueError("x" * 5000)

    try:
        deep(300)
    except ValueError:
        text = traceback_text(sys.exc_info())  # type: ignore[arg-type]
    assert "x" * MESSAGE not in text
    assert len(text) < TEXT + 20
    assert text.startswith("Traceback")
    assert text.count("ValueError: xxx") == 1


def test_a_line_of_django_is_json_with_a_readable_traceback(
    as_json: structlog.stdlib.ProcessorFormatter,
) -> None:
    error = _fails(SECRET_WORD)
    structlog.contextvars.bind_contextvars(request_id="abc123defg", user_id=7)
    try:
        line = json.loads(
            as_json.format(
                record("Internal Server Error: /x", error=error, request=object(), status_code=500)
            )
        )
    finally:
        structlog.contextvars.clear_contextvars()
    assert line["exception"].startswith("Traceback (most recent call last):\n  File")
    assert line["request_id"] == "abc123defg"
    assert line["user_id"] == 7
    assert line["status_code"] == 500
    assert line["logger"] == "django.request"
    assert "request" not in line
    assert "exc_info" not in line


def test_facts_named_like_secrets_are_taken_out(as_json: structlog.stdlib.ProcessorFormatter) -> None:
    line = json.loads(as_json.format(record("x", password="p", session_key="s", csrf_token="c", row=3)))
    assert {line["password"], line["csrf_token"]} == {HIDDEN}
    assert line["row"] == 3


def test_a_security_event_is_told_whatever_the_level(
    as_json: structlog.stdlib.ProcessorFormatter, caplog: pytest.LogCaptureFixture
) -> None:
    log_event(SecurityEvent.REFUSED, user_id=3, office_id=1)
    (found,) = [r for r in caplog.records if r.name == "takar.security"]
    line = json.loads(as_json.format(found))
    assert (line["event"], line["security_event"], line["user_id"]) == ("refused", "refused", 3)


def test_the_terminal_line_is_readable_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAKAR_LOG_JSON", "0")
    error = _fails(SECRET_WORD)
    text = formatter().format(record("Internal Server Error: /x", error=error))
    assert "in _fails" in text
    assert SECRET_WORD not in text
