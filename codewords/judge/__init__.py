"""Detections, points and counter-evidence."""
