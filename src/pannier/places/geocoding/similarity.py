"""How many slips of the pen lie between a written street name and a real one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from pannier.core.address import AddressWords, kind_and_core

OTHER_KIND: Final = 3.2
"""Rue instead of avenue is as bad as more than three wrong letters: such a place needs a person's eye."""

KIND_MISSING: Final = 0.5
PARTICLES_DIFFER: Final = 0.2
BLANKS_DIFFER: Final = 0.3
FAR: Final = 99.0


@dataclass(frozen=True)
class Spelled:
    """A street name in canonical spelling, split once because it is compared often."""

    whole: str
    kind: str
    core: str
    particles: int

    @classmethod
    def of(cls, canonical_name: str, words: AddressWords) -> Spelled:
        """Split a canonical name."""
        kind, core = kind_and_core(canonical_name, words)
        particles = sum(token in words.particles for token in canonical_name.split())
        return cls(canonical_name, kind, core, particles)


def allowed_slips(core: str) -> int:
    """Return how many slips a name can bear before it says too little: one in four letters, three at most."""
    return min(3, (len(core.replace(" ", "")) + 1) // 4)


def slips(written: Spelled, real: Spelled, words: AddressWords) -> float:
    """Return the weighted number of slips from a real name to what was written; `FAR` when unlike.

    A swap, a missing, a wrong or a doubled letter is one slip. Kind of street and particles weigh apart.
    """
    if written.whole == real.whole:
        return 0.0
    plain_way = _core_slips(written, real, words) + _kind_slips(written.kind, real.kind)
    # A kind with a slip in it ("Avneue Pasteur") is not recognised as one: compare the whole names too.
    whole_way = OSA.distance(written.whole, real.whole, score_cutoff=4)
    best = min(plain_way, float(whole_way))
    return best if best <= allowed_slips(real.core) + OTHER_KIND else FAR


def _kind_slips(written: str, real: str) -> float:
    if written == real:
        return 0.0
    return KIND_MISSING if not written or not real else OTHER_KIND


def _core_slips(written: Spelled, real: Spelled, words: AddressWords) -> float:
    core = written.core
    if "." in core:
        core = _complete(core.split(), real.core.split(), words)
    distance = float(OSA.distance(core, real.core, score_cutoff=4))
    solid = OSA.distance(core.replace(" ", ""), real.core.replace(" ", ""), score_cutoff=4)
    distance = min(distance, solid + BLANKS_DIFFER)
    return distance if distance else _particle_slips(written, real)


def _particle_slips(written: Spelled, real: Spelled) -> float:
    """Return the small price of the same core with other particles: de la, du, nothing."""
    return PARTICLES_DIFFER if written.particles != real.particles else 0.0


def _complete(written: list[str], real: list[str], words: AddressWords) -> str:
    """Return the written words with shortened ones ("annank.") completed from the real name."""
    if len(written) != len(real):
        return " ".join(token.rstrip(".") for token in written)
    return " ".join(_complete_word(w, r, words) for w, r in zip(written, real, strict=True))


def _complete_word(written: str, real: str, words: AddressWords) -> str:
    bare = written.rstrip(".")
    if bare == written:
        return written
    if real.startswith(bare):
        return real
    for ending in words.suffixes.get(bare[-1:], ()) + words.suffixes.get(bare[-3:], ()):
        stem = bare[:-1] if ending in words.suffixes.get(bare[-1:], ()) else bare[:-3]
        if stem and real.endswith(ending):
            return stem + ending
    return bare


def completions(core: str, words: AddressWords) -> list[str]:
    """Return a core as written and, when its last word is shortened, with each possible ending."""
    found = [core.replace(".", "")]
    if core.endswith("."):
        bare = core[:-1]
        for length in (1, 3):
            found += [bare[:-length] + ending for ending in words.suffixes.get(bare[-length:], ())]
    return found
