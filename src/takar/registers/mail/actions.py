"""What people do with letters: dispose, pass on, answer, fill a reserved number, archive."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from takar.kernel import clock
from takar.kernel.access import visible
from takar.kernel.formatting import format_date
from takar.ledger import services as ledger
from takar.ledger.access import may_record
from takar.ledger.actions import Action, Outcome, for_book, turns
from takar.ledger.actions.base import UNSENT, E, Sent
from takar.ledger.actions.general import Advance
from takar.ledger.fields import OfficeDateField, RowsChoice
from takar.ledger.forms import form_class
from takar.organisation.actor import Actor
from takar.organisation.models import Position
from takar.organisation.selectors import holders_on
from takar.registers.mail import services
from takar.registers.mail.book import Archive, Dispositions, IncomingLetters, OutgoingLetters
from takar.registers.mail.models import INSTRUCTIONS, Disposition, IncomingLetter, OutgoingLetter
from takar.registers.mail.selectors import OPEN


class DispositionForm(forms.Form):
    receivers: forms.ModelMultipleChoiceField[Position] = RowsChoice(
        queryset=None,
        label="Diteruskan kepada",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sekurang-kurangnya satu penerima."},
    )
    instructions = forms.MultipleChoiceField(
        choices=list(INSTRUCTIONS.items()),
        label="Dengan hormat harap",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    instruction = forms.CharField(
        label="Catatan", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = OfficeDateField(label="Batas waktu", required=False, ahead=True)
    on = OfficeDateField(label="Tanggal disposisi", initial=clock.today)

    def __init__(self, *args: Any, choices: Any, holders: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["receivers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = choices
        field.label_from_instance = lambda obj: (  # type: ignore[method-assign]
            f"{obj.title} ({holders[obj.pk]})" if obj.pk in holders else str(obj.title)
        )


class _Giving(Action[E]):
    """A sheet for several receivers."""

    keyed = True

    def receivers(self, actor: Actor) -> QuerySet[Position]:
        """Everyone in office but the giver."""
        return visible(actor, Position).filter(retired_on=None).exclude(pk__in=actor.position_ids)

    def submit(self, entry: E) -> str:
        return "Teruskan"

    def form(self, actor: Actor, entry: E, sent: Sent = UNSENT) -> forms.BaseForm | None:
        holders = holders_on(clock.today(), office_id=entry.office_id)
        names = {pk: held.person.name for pk, held in holders.items()}
        return DispositionForm(sent.data, choices=self.receivers(actor), holders=names)

    def give(
        self, actor: Actor, letter: IncomingLetter, parent: Disposition | None, cleaned: dict[str, Any]
    ) -> Outcome:
        receivers = list(cleaned.pop("receivers"))
        given = services.dispose(letter=letter, actor=actor, receivers=receivers, parent=parent, **cleaned)
        return Outcome(f"Disposisi diteruskan kepada {len(given)} penerima.")


@for_book(IncomingLetters)
class Dispose(_Giving[IncomingLetter]):
    """The first sheet disposes the letter; more may follow."""

    code = "dispose"
    slug = "disposisi"
    label = "Disposisikan"
    milestones = ("dispositioned",)
    waits_in = ("received",)
    waits_as = "Surat menunggu disposisi"

    def turn(self, actor: Actor) -> Q | None:
        return turns.leaders(actor)

    def no_right(self, actor: Actor, entry: IncomingLetter) -> str:
        return super().no_right(actor, entry) and "Surat didisposisi oleh Camat atau Sekretaris."

    def not_now(self, actor: Actor, entry: IncomingLetter) -> str:
        return "Surat ini sudah dibatalkan." if entry.is_cancelled else ""

    def is_step(self, entry: IncomingLetter) -> bool:
        return entry.state == "received"

    def button(self, entry: IncomingLetter) -> str:
        return self.label if self.is_step(entry) else "Disposisi tambahan"

    def heading(self, entry: IncomingLetter) -> str:
        return "Disposisi surat"

    def about(self, entry: IncomingLetter) -> str:
        urgent = f" · {entry.get_urgency_display()}" if entry.urgency != "biasa" else ""
        return f"{entry.sender} · diterima {format_date(entry.occurred_on)}{urgent}"

    def perform(self, actor: Actor, entry: IncomingLetter, cleaned: dict[str, Any]) -> Outcome:
        return self.give(actor, entry, None, cleaned)


@for_book(Dispositions)
class Complete(Advance[Disposition]):
    code = "complete"
    milestones = ("completed",)
    bulk = True
    waits_in = OPEN
    waits_as = "Disposisi untuk saya"
    due = "due_on"

    def turn(self, actor: Actor) -> Q | None:
        return turns.responsible(actor)

    def about(self, entry: Disposition) -> str:
        return f"{entry.giver_name} · {entry.instruction_text}"


@for_book(Dispositions)
class PassOn(_Giving[Disposition]):
    code = "pass_on"
    slug = "teruskan"
    label = "Teruskan kepada bawahan"

    def no_right(self, actor: Actor, entry: Disposition) -> str:
        if entry.position_id not in actor.position_ids:
            return "Disposisi ini ditujukan kepada jabatan lain."
        return "" if actor.below else "Tidak ada jabatan di bawah Anda."

    def not_now(self, actor: Actor, entry: Disposition) -> str:
        return super().not_now(actor, entry) or (
            "" if entry.state in OPEN else "Disposisi ini sudah selesai."
        )

    def receivers(self, actor: Actor) -> QuerySet[Position]:
        return super().receivers(actor).filter(pk__in=actor.below)

    def heading(self, entry: Disposition) -> str:
        return "Teruskan disposisi"

    def perform(self, actor: Actor, entry: Disposition, cleaned: dict[str, Any]) -> Outcome:
        return self.give(actor, entry.letter, entry, cleaned)


@for_book(IncomingLetters, OutgoingLetters)
class ArchiveLetter(Action[IncomingLetter | OutgoingLetter]):
    """The form of the archive, filled in from the letter."""

    code = "archive"
    slug = "arsipkan"
    label = "Arsipkan"
    bulk = True

    def __init__(self, book: Any, part: str = "") -> None:
        super().__init__(book, part)
        self.incoming = book.code == IncomingLetters.code
        self.milestones = ("archived",) if self.incoming else ()

    def no_right(self, actor: Actor, entry: IncomingLetter | OutgoingLetter) -> str:
        return "" if may_record(actor, Archive) else ledger.kept_by_others(Archive)

    def not_now(self, actor: Actor, entry: IncomingLetter | OutgoingLetter) -> str:
        if reason := super().not_now(actor, entry):
            return reason
        if services.is_archived(entry):
            return "Surat ini sudah diarsipkan."
        return "" if self.incoming or entry.state == "sent" else "Surat diarsipkan sesudah terkirim."

    def is_step(self, entry: IncomingLetter | OutgoingLetter) -> bool:
        """Not the next thing to do with a letter that nobody has seen yet."""
        return self.incoming and entry.state != "received"

    def heading(self, entry: IncomingLetter | OutgoingLetter) -> str:
        return f"Arsipkan surat {entry.number_label}"

    def submit(self, entry: IncomingLetter | OutgoingLetter) -> str:
        return "Simpan"

    def form(
        self, actor: Actor, entry: IncomingLetter | OutgoingLetter, sent: Sent = UNSENT
    ) -> forms.BaseForm | None:
        return form_class(Archive, actor)(sent.data, initial=services.archive_values(entry))

    def perform(
        self, actor: Actor, entry: IncomingLetter | OutgoingLetter, cleaned: dict[str, Any]
    ) -> Outcome:
        item = services.archive_letter(letter=entry, actor=actor, values=cleaned)
        return Outcome(f"Surat diarsipkan sebagai berkas nomor {item.number_label}.")

    def bulk_form(self, actor: Actor, data: Any = None) -> forms.BaseForm:
        form = form_class(
            Archive, actor, only=["occurred_on", "filing_code", "room", "cabinet", "drawer", "folder"]
        )(data)
        form.fields["filing_code"].required = False
        form.fields["filing_code"].help_text = "Untuk surat yang belum berkode."
        return form

    def perform_among_many(
        self, actor: Actor, entry: IncomingLetter | OutgoingLetter, cleaned: dict[str, Any]
    ) -> Outcome:
        own = services.archive_values(entry)
        code = own["filing_code"] or cleaned["filing_code"]
        return self.perform(actor, entry, own | cleaned | {"filing_code": code})


@for_book(OutgoingLetters)
class FillReserved(Action[OutgoingLetter]):
    """The letter for a number that was reserved."""

    code = "fill"
    slug = "isi"
    label = "Isi suratnya"
    milestones = ("drafted",)
    waits_in = ("reserved",)
    waits_as = "Nomor yang dicadangkan"

    def turn(self, actor: Actor) -> Q | None:
        """Whoever reserved the number, as long as they write in the book."""
        return turns.recorder(actor) if may_record(actor, self.book) else None

    def no_right(self, actor: Actor, entry: OutgoingLetter) -> str:
        return super().no_right(actor, entry) and self.kept_by_others

    def not_now(self, actor: Actor, entry: OutgoingLetter) -> str:
        if entry.state != "reserved":
            return "Nomor ini bukan cadangan; pakai “Perbaiki isian”."
        return super().not_now(actor, entry)

    def heading(self, entry: OutgoingLetter) -> str:
        return f"Isi surat nomor {entry.number_label}"

    def submit(self, entry: OutgoingLetter) -> str:
        return "Simpan"

    def form(self, actor: Actor, entry: OutgoingLetter, sent: Sent = UNSENT) -> forms.BaseForm | None:
        return form_class(OutgoingLetters, actor)(sent.data, instance=entry)

    def perform(self, actor: Actor, entry: OutgoingLetter, cleaned: dict[str, Any]) -> Outcome:
        services.fill_reserved(letter=entry, actor=actor, values=cleaned)
        return Outcome(f"Surat nomor {entry.number_label} terisi.")
