"""Public forms: a form's page for people without an account, whose entries become records."""

from bulou.records.public.usage import PublicForms

__all__ = ["PublicForms"]
