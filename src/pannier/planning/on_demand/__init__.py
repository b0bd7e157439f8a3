"""Orders on demand: given to riders continuously, beside planned rounds and without planning any anew."""
