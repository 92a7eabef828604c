"""Finding records by typed text: inside one list, or everywhere."""
