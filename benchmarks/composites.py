"""Compose the stories of a JSONL file and write the records the scorer reads; prints the time it took.

    python benchmarks/composites.py GOLD.jsonl OUT.jsonl [--max-words N]

Needs no database; the same functions as ``wirefeed compose``.
"""
