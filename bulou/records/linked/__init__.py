"""Linked data while a record is filled in: what other records bring along, read with the reader's own rights."""

from bulou.records.linked.usage import Linked

__all__ = ["Linked"]
