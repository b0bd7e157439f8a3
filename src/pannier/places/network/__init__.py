"""Matrices, routes and snapping on the street network of a built map."""

from pannier.places.network.valhalla import ValhallaNetwork

__all__ = ["ValhallaNetwork"]
