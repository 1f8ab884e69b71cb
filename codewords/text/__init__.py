"""Folding with a way back, tokens, emoji: what stands in a text, before anybody asks what it means."""
