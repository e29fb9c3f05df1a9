from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class PersonnelConfig(AppConfig):
    name = "takar.registers.personnel"
    label = "personnel"
    verbose_name = "Kepegawaian"

    def ready(self) -> None:
        from takar.organisation import absence
        from takar.organisation.models import Person
        from takar.registers.personnel import access, history, reference
        from takar.registers.personnel.rules import records
        from takar.registers.personnel.selectors import leave

        access.register()
        history.register()
        absence.register(leave.granted_leaves)
        post_migrate.connect(reference.load_reference, sender=self)
        post_migrate.connect(records.keep_records_of_all, sender=self)
        # One record per person without anybody having to remember it: the forms of all personnel
        # books choose among these records.
        post_save.connect(records.keep_record, sender=Person)
