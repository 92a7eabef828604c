"""The run of an import: rows read by the plan, recognised, linked and written chunk by chunk."""
