"""Bulou 不漏: a self-hosted, no-code opportunity-management platform."""

__version__ = "0.1.0"
