"""The local house under faults: `make soak`. What goes wrong, how often, and what must be true afterwards stands in `docs/faults.md`.

`run` drives it all. `house` and `worker` are the house's own processes with `faults` hung on from outside, so the product has no switch for any
of this; `crowd` posts, clicks and calls; `strikes` kills and cuts; everybody writes into one `diary`, from which `verdict` tells what is true.
"""
