"""A whole Technology Week beside the two classes of the demo: 59 schools, 160 classes, 4,000 pupils, 60 companies,
ten half-days, and last year's week. All of it is invented; the bench uses it too."""
