"""Use cases: the only place that says "then". Each file reads load, decide, save, log once."""
