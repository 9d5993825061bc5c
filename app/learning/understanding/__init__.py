"""What a class understood: counted from answers that are kept anyway, for the teacher of the class alone."""
