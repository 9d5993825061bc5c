"""Lists that people take along: tables as values, and as files that a spreadsheet opens without harm."""
