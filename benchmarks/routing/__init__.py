"""Public routing benchmarks: read the files, hand them to the engine or a rival, judge what comes back."""
