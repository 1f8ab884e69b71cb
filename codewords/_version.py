"""The version of the package; the rules have their own."""

__version__ = "0.1.0"
