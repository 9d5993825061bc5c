"""A module as it will look, drawn from its files: also when it is broken, with each problem at its place."""
