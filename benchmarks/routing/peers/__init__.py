"""Rivals of the benchmark runs: each a program of its own that reads a work order and prints its tours.

The programs run in .venv-bench with Python 3.11 and import neither Pannier nor the readers of files.
"""
