"""Propose new code words from messages: observe, gather, weigh, rank, try out and write down."""
