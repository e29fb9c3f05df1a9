"""What Pengaturan adds to Hari ini: accounts and emergencies that somebody has to look at."""

from __future__ import annotations

from takar.web.plugins import Read, readers, waiting_sources
from takar.web.settings import overseeing

waiting_sources.append(overseeing.waiting)
readers["reference"] = lambda actor, kwargs: Read() if kwargs["slug"] == "pegawai" else None
