"""Pannier: self-hosted dispatch for sustainable last-mile delivery."""

__version__ = "0.1.0"
