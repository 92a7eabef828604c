"""Templates as data; CRM words live here and nowhere below."""
