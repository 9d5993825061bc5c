"""What can be taught: modules read from text files, checked, frozen as versions, and marked."""
