"""The Perjanjian Kinerja as a document."""

from __future__ import annotations

from takar.agreements.models import Agreement
from takar.agreements.selectors import shown_units
from takar.agreements.services import parties_of
from takar.kernel import clock
from takar.reporting.documents.books import government
from takar.reporting.documents.provenance import books_stamp
from takar.reporting.writers.agreement import AgreementDocument, AgreementRow, render_agreement
from takar.reporting.writers.parties import Party


def agreement_pdf(agreement: Agreement) -> bytes:
    """Signed agreements print what was signed; drafts print today's names and say they are drafts."""
    signed = agreement.state in {Agreement.State.SIGNED, Agreement.State.REVISED}
    parties = agreement.parties if signed else parties_of(agreement, on=clock.today())
    office = agreement.office
    lines = list(agreement.targets.all())
    units = shown_units(agreement, lines)
    return render_agreement(
        AgreementDocument(
            government=government(office.regency),
            office=office.name.upper(),
            address=". ".join(part for part in (office.address, office.contact) if part),
            year=agreement.year,
            place=agreement.place or office.seat,
            signed_on=agreement.signed_on,
            first=Party(**parties["first"]),
            second=Party(**parties["second"]),
            rows=[
                AgreementRow(
                    objective=line.objective_text,
                    indicator=line.indicator_text,
                    target=line.target_words,
                    unit=units[line.indicator_id],
                )
                for line in lines
            ],
            revision=agreement.revision,
            revision_reason=agreement.get_revision_reason_display() if agreement.revision else "",
            status_note="" if signed else "KONSEP",
        ),
        stamp=books_stamp(office),
    )
