"""The command line: one file a verb; ``sim.cli.main`` finds the verb and imports nothing heavy before it knows it."""
