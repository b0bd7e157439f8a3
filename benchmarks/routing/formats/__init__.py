"""Readers of benchmark files, one format a module; each gives an Instance or raises BadFile."""
