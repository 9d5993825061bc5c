"""How many pupils a class has, as somebody outside the school may know it: a number to plan with, never who."""

LEAST = 5  # a count of 1 to 4 children says too much; a small class is given room for five


def size_told(pupils: int) -> int | None:
    """What a coordinator plans with. None: the list is not there yet."""
    return max(pupils, LEAST) if pupils else None
