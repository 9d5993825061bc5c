"""The first page of each role; composes what the floors below know and owns no table."""
