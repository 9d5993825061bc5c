"""Tables as files that a spreadsheet opens without harm: nothing in them is ever calculated."""
