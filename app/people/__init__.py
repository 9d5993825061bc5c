"""Schools, classes and the people in them: who they are, what they may, and how each of them signs in."""
