"""Words, phrases, emoji and patterns, found in folded text."""
