"""How long things take: scripts bounded in count and time, on this machine only."""

# Where `benchmarks.serve` says how many statements it has sent.
COUNTED = "/bench/statements"
