"""Bundled plugins, one deletable folder each; they know connect and core only."""
