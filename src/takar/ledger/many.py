"""The name under which old migrations know the fields of :mod:`takar.ledger.multi_value`."""

from takar.ledger.multi_value import ManyField, ManyRowsField

__all__ = ["ManyField", "ManyRowsField"]
