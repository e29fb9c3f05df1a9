"""Dossiers of the government administration: which papers came, which are lacking."""

from __future__ import annotations

from datetime import date

from django.db import models

from takar.ledger.checklists import Checklist
from takar.ledger.models import Entry


class DossierKind(models.TextChoices):
    """What villages and staff hand in to the sub-district.

    UU 6/2014 and Permendagri 20/2018 for the village's finances (the Camat evaluates the APBDes where
    the Bupati delegated it, art. 37(6)), Permendagri 114/2014 for its plans.
    """

    ADD = "pencairan_add", "Pencairan Alokasi Dana Desa (ADD)"
    DD = "pencairan_dd", "Pencairan Dana Desa (DD)"
    APBDES = "apbdes", "Rancangan APBDes"
    CHANGED_APBDES = "perubahan_apbdes", "Rancangan perubahan APBDes"
    RKPDES = "rkpdes", "RKPDes"
    RPJMDES = "rpjmdes", "RPJMDes"
    LPJ = "lpj", "Laporan pertanggungjawaban APBDes (LPJ)"
    LPPD = "lppd_desa", "LPPD desa"
    REGULATION = "perdes", "Rancangan Peraturan Desa"
    OFFICIALS = "perangkat_desa", "Pengangkatan/pemberhentian perangkat desa"
    COUNCIL = "bpd", "Keanggotaan BPD"
    ASSETS = "aset_desa", "Inventarisasi aset desa"
    LAND = "pertanahan", "Administrasi pertanahan"
    TRANSFER = "pindah_tugas", "Pindah tugas pegawai"
    OTHER = "lainnya", "Berkas lain"


class DossierCheck(Entry):
    """Pemeriksaan berkas. ``occurred_on`` is the day it came in.

    ``present`` and ``lacking`` are what the last check found, in words; earlier findings stay in the
    history. They are written by the check and by nothing else.
    """

    received_from = models.CharField("diterima dari", max_length=200)
    letter_number = models.CharField("nomor surat pengantar", max_length=200, blank=True)
    present = models.JSONField("yang ada", default=list, blank=True, editable=False)
    lacking = models.JSONField("yang kurang", default=list, blank=True, editable=False)

    class Meta:
        verbose_name = "pemeriksaan berkas"

    @property
    def finding(self) -> str:
        """What is lacking, for lists: ``2 kurang: RAB; Surat pengantar``."""
        if self.lacking:
            return f"{len(self.lacking)} kurang: {'; '.join(self.lacking)}"
        return "Tidak ada kekurangan" if self.present else "Belum diperiksa"

    @property
    def checked_on(self) -> date | None:
        return self.history.day("checked")

    @property
    def completed_on(self) -> date | None:
        return self.history.day("completed")


class DossierChecklist(Checklist):
    """The papers a kind of dossier must hold."""

    kind = models.CharField("jenis berkas", max_length=40, choices=DossierKind.choices)

    class Meta(Checklist.Meta):
        verbose_name = "kelengkapan berkas"
