"""Numbers without names: the line of the year for coordinator and funder."""
