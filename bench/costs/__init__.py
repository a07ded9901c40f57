"""What a lead costs on AWS: operations of one life, counted, times a dated price list. `python -m bench.costs [--check]` writes `docs/costs.md`."""
