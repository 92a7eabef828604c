"""The product's own benchmarks: ratios against a bare server measured in the same run."""
