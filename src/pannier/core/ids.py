"""Names of the plain types that identify things inside a routing problem.

Rows of the database have UUIDs; a routing problem names its things by strings (usually those UUIDs as text),
so that a problem can also come from a file.
"""

type VehicleId = str
type TaskId = str
type PairId = str
type StationId = str
type PlaceIndex = int
