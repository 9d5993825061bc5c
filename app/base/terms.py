"""How long is kept what the worker takes away by itself, in one place; docs/privacy.md says it in words."""

from datetime import timedelta

FILES = timedelta(days=1)  # PDFs that are drawn again in seconds, and spreadsheets that nobody said yes to
SLIPS = timedelta(days=7)  # after the visit: whose slip of the parents was in, who knew the safety rules
MAIL = timedelta(days=30)  # after it was sent, or after somebody looked at what did not arrive
MONDAY = timedelta(days=30)  # that the list of what is missing went out; long enough never to send a week twice
JOBS = timedelta(days=30)  # rows of the jobs that sent these
