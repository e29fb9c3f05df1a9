"""Activities (kegiatan) of the office in its villages: what was planned, held and reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from takar.kernel import clock
from takar.kernel.columns import DayField
from takar.kernel.money import MoneyField
from takar.kernel.spans import PLAN
from takar.ledger.models import CANCELLED, Entry
from takar.ledger.multi_value import ManyField, ManyRowsField


class ActivityKind(models.TextChoices):
    """What the decree's indicators call an activity."""

    GUIDANCE = "pembinaan", "Pembinaan"
    COORDINATION = "koordinasi", "Koordinasi"
    OUTREACH = "sosialisasi", "Sosialisasi"
    COUNSELLING = "penyuluhan", "Penyuluhan"
    MONITORING = "monitoring", "Monitoring"
    EVALUATION = "evaluasi", "Evaluasi"
    FACILITATION = "fasilitasi", "Fasilitasi"
    EMPOWERMENT = "pemberdayaan", "Pemberdayaan"
    VILLAGE_MEETING = "musyawarah_desa", "Musyawarah desa (Musdes)"
    DEVELOPMENT_MEETING = "musrenbang", "Musrenbang"
    MEETING = "rapat", "Rapat"
    SERVICE = "pelayanan", "Pelayanan"
    UPKEEP = "pemeliharaan", "Pemeliharaan"


class Topic(models.TextChoices):
    """What a village meeting or a visit was about: the village's documents and funds
    (Permendagri 114/2014 and 20/2018; UU 6/2014 art. 54 on the matters of a Musdes)."""

    MEDIUM_TERM_PLAN = "rpjmdes", "RPJMDes"
    YEARLY_PLAN = "rkpdes", "RKPDes"
    BUDGET = "apbdes", "APBDes"
    VILLAGE_FUNDS = "add_dd", "ADD/DD"
    ENTERPRISE = "bumdes", "BUM Desa"
    ASSETS = "aset", "Aset desa"
    RULES = "perdes", "Peraturan desa"
    OTHER = "lain", "Lainnya"


MOST_TOPICS = 5
"""As many as fit into the 40 signs of an effective milestone's category, whichever they are."""


def recent_assignment_letters() -> Q:
    """Surat tugas a form offers: this and the last two years', cancelled and confidential ones left out."""
    since = clock.today().year - 2
    return Q(book="outgoing_letter", kind="surat_tugas", restricted=False, year__gte=since) & ~Q(
        state=CANCELLED
    )


class Activity(Entry):
    """Kegiatan. ``occurred_on`` is the day it was held or, as long as it was only planned, the day the
    plan was made; ``scheduled_on`` the day it is planned for.

    The shared ``village`` is set where exactly one village was reached, so that measures can ask for it.
    """

    villages = ManyRowsField(
        "desa", model="organisation.Village", named_in="village_names", max_length=400, blank=True
    )
    village_names = models.CharField("desa", max_length=1000, blank=True, editable=False)
    topics = ManyField("pokok bahasan", choices=Topic.choices, max_length=40, at_most=MOST_TOPICS, blank=True)
    place = models.CharField("tempat", max_length=200, blank=True)
    scheduled_on = DayField("direncanakan pada", null=True, blank=True, span=PLAN)
    time = models.CharField("pukul", max_length=40, blank=True, help_text="Misalnya 09.00–12.00.")
    present = models.PositiveIntegerField("jumlah hadir", null=True, blank=True)
    cost = MoneyField(
        "biaya (Rp)",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0), "Biaya tidak kurang dari nol.")],
    )
    funding = models.CharField("sumber dana", max_length=120, blank=True, help_text="Misalnya DPA kecamatan.")
    minutes = models.TextField("notula", blank=True, help_text="Pokok pembicaraan, hasil dan tindak lanjut.")
    assignment_letter = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="surat tugas",
        limit_choices_to=recent_assignment_letters,
        help_text="Surat keluar berjenis surat tugas yang menjadi dasarnya.",
    )

    class Meta:
        verbose_name = "kegiatan"
        indexes = [models.Index(fields=["scheduled_on"], name="activity_schedule")]

    @property
    def held_on(self) -> date | None:
        """Read from prefetched rows, for the printed book."""
        return self.history.day("held")

    @property
    def reported_on(self) -> date | None:
        return self.history.day("reported")

    @property
    def where(self) -> str:
        """Place and villages, as the register prints them together."""
        return ", ".join(part for part in (self.place, self.village_names) if part)

    @property
    def letter_number(self) -> str:
        """Number of its surat tugas; a confidential one is not named on paper."""
        letter = self.assignment_letter
        return "" if letter is None or letter.restricted else letter.number_label

    @property
    def village_ids(self) -> frozenset[int]:
        return frozenset(int(key) for key in self.villages)
