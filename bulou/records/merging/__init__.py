"""Several records become one, and can be split again."""

from bulou.records.merging.merge import Asked, merge
from bulou.records.merging.split import merges_of, split

__all__ = ["Asked", "merge", "merges_of", "split"]
