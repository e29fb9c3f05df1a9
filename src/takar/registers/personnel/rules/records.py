"""One record per person, kept without anybody having to remember it."""

from __future__ import annotations

from datetime import date
from typing import Any

from takar.kernel.errors import BadInput
from takar.kernel.identifiers import Nip
from takar.organisation.models import Person
from takar.registers.personnel.models import Employee


def keep_record(*, instance: Person, raw: bool = False, **kwargs: Any) -> None:
    """A person has a record; what the NIP tells fills what nobody has written yet."""
    if raw:
        return
    employee, created = Employee.objects.get_or_create(person=instance)
    if created:
        employee.kind = Employee.Kind.CIVIL if instance.nip else Employee.Kind.HONORARY
    try:
        nip = Nip.parse(instance.nip or "")
    except BadInput:
        if created:
            employee.save()
        return
    if created and nip.appointed_month is None:
        employee.kind = Employee.Kind.CONTRACT
    before = (employee.birth_on, employee.sex, employee.appointed_on)
    employee.birth_on = employee.birth_on or nip.birth
    employee.sex = employee.sex or nip.sex
    employee.appointed_on = employee.appointed_on or date(nip.appointed_year, nip.appointed_month or 1, 1)
    if created or before != (employee.birth_on, employee.sex, employee.appointed_on):
        employee.save()


def keep_records_of_all(**kwargs: Any) -> None:
    """Make an employee record for every person who has none (people from before this book existed)."""
    for person in Person.objects.filter(employee=None):
        keep_record(instance=person)
