"""Companies open their doors: offers, slots, bookings that never exceed capacity, and presence per pupil."""
