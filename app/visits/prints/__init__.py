"""Papers of a visit as HTML for the printer: the letter to parents, how a group travels, the list for evacuation."""
