"""What people do with goods: decide on requests and hand them out, count, pay, dispose of, report."""

from takar.registers.goods.actions import assets, counts, procurement, supply

__all__ = ["assets", "counts", "procurement", "supply"]
