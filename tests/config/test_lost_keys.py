"""A data folder whose keys are gone is not served: new keys could not be joined to what the old ones wrote."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.config.commands import takar_apart


def test_a_server_without_its_keys_does_not_start_and_makes_no_new_ones(data: Path) -> None:
    kept = (data / "personal-data.keys").rename(data / "elsewhere")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    refused = takar_apart(data, "serve", "--port", port)
    answer = takar_apart(data, "doctor", "--quick")
    assert refused.status == 2
    assert "tanpa kunci yang cocok" in refused.err
    assert "Kembalikan personal-data.keys dari cadangan" in answer.out
    assert not (data / "personal-data.keys").exists()
    kept.rename(data / "personal-data.keys")
    assert "OK       Kunci data pribadi" in takar_apart(data, "doctor", "--quick").out
