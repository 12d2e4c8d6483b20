"""The daemon: polls feeds as they fall due, for months, and says so to systemd. It decides nothing about news."""
