"""A module given to a class, with dates and perhaps the visit that goes with it; the catalogue to choose from."""
