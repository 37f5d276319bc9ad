"""swstation: the working book of a township social-work station (乡镇社工站)."""

__version__ = "0.1.0"
RELEASED = "2026-01-01"
"""The day of this version: a clock before it is wrong."""
