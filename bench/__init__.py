"""Measurements: ``python -m bench`` writes docs/performance.md. Ratios of one run, never absolute seconds."""
