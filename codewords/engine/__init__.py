"""Joins the rooms: one message, many messages, records and threads."""
