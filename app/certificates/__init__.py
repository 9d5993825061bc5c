"""Certificates: earned by facts in the database, frozen when issued, printed for a class, verified by anyone."""
