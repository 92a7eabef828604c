"""A roster: people, departments and positions out of a workbook; looked at first, then taken in one transaction."""
