"""What follows from an activity's own columns, and what they may not say."""

from __future__ import annotations

from takar.kernel.errors import DomainError
from takar.kernel.formatting import format_date_long
from takar.organisation.models import Village
from takar.registers.activities.models import Activity


def complete(activity: Activity) -> None:
    """Fill in the villages' names and refuse what cannot be. Needs one query, none without villages."""
    _name_villages(activity)
    planned = activity.scheduled_on
    if planned is not None and planned < activity.occurred_on:
        raise DomainError(
            f"{format_date_long(planned)} sudah lewat ketika dicatat. Kosongkan kolom ini bila kegiatan sudah "
            "dilaksanakan; tanggalnya ditulis di kolom Tanggal.",
            field="scheduled_on",
        )
    letter = activity.assignment_letter
    if letter is not None and letter.office_id != activity.office_id:
        raise DomainError("Surat tugas ini tidak ada di kantor Anda.", field="assignment_letter")
    if activity.kind in {"musyawarah_desa"} and not activity.villages:
        raise DomainError("Pilih desa yang bermusyawarah.", field="villages")


def _name_villages(activity: Activity) -> None:
    rows = {
        str(row.pk): row
        for row in (
            Village.objects.filter(office_id=activity.office_id, pk__in=activity.villages)
            if activity.villages
            else ()
        )
    }
    if len(rows) != len(set(activity.villages)):
        raise DomainError("Ada desa yang bukan desa di kecamatan ini.", field="villages")
    activity.village_names = ", ".join(rows[key].name for key in activity.villages)
    activity.village = next(iter(rows.values())) if len(rows) == 1 else None
