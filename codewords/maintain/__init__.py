"""What maintainers do with rules: cases, figures, word lists, points."""
