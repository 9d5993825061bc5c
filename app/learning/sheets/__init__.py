"""What a teacher takes along into a mark book: tables as values, and as files that a spreadsheet opens without harm."""
