"""What tells a tool that takes quadratic time from one that does not, on any machine: no test asserts how quick something is."""

HANG = 20.0
"""Seconds of processor time. A hostile field of a quarter of a megabyte costs a sound tool less than one, a quadratic one hours."""
