"""What a pupil says of a visit, for the pupil's own file: what is asked, reading it, and the file on paper."""
