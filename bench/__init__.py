"""Counts and times, beside their yardsticks: `python -m bench` prints them and keeps them in `bench/results.json` and `docs/performance.md`."""
