"""Aggregates, charts and dashboards."""
