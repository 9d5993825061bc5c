"""A made-up network to try everything on; the top of the house, because it calls every feature's own operations."""
