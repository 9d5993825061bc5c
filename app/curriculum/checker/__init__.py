"""Reads a module's folder and finds everything that is wrong with it at once. Knows nothing of a database."""
