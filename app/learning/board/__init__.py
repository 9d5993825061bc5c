"""A step on the digital board: for the whole class at once, large, and without anything of any pupil."""
