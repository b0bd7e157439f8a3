"""What can go wrong with maps.

::

    MapError
    ├── MapMissing       no such map in the folder; build or get it
    ├── BadExtract       the file is no usable OpenStreetMap extract
    ├── ToolFailed       a build program ended with an error; its last words are in the message
    └── DownloadFailed   the extract could not be found or fetched
"""

from __future__ import annotations


class MapError(Exception):
    """A map cannot be built, fetched or opened."""


class MapMissing(MapError):
    """The map folder does not exist or is not complete."""


class BadExtract(MapError):
    """The file is not an OpenStreetMap extract that a map can be made of."""


class ToolFailed(MapError):
    """One of the build programs failed."""


class DownloadFailed(MapError):
    """An extract could not be found by its name or could not be fetched."""
