"""Mends in an author's files what is safe to mend: ids and letters that are missing, brackets, line ends.

An id or a letter that is there never changes, and what is not understood is left alone. Pure: text in, text out.
"""
