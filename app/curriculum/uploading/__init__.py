"""A module that comes in through the browser: a zip is read with suspicion, laid out, and checked as any other."""
