"""Offers and times from a spreadsheet: read without trust, told before anything changes, done whole or not at all."""
