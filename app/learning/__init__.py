"""What pupils do: answers that are only ever added, progress, ticks for paper and board, and the teacher's review."""
