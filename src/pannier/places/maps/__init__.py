"""Build, download and open maps: routing tiles, address index and base map of one area in one folder."""
