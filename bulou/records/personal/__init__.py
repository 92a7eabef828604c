"""Personal data of somebody outside: found in all forms, exported, erased; what must stay is named."""
