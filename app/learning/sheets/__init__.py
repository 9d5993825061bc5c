"""What a teacher takes along into a mark book."""
