"""Try the installed package: the engine is compiled, its sources stay out, and it plans the reference's example.

Run in the environment where a wheel was installed: python tools/try_wheel.py
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "problem-json.md"


def main() -> None:
    """Fail with a sentence when the installed package is not whole."""
    import pannier.engine._core as compiled

    folder = Path(compiled.__file__).parent
    sources = [*folder.rglob("*.cpp"), *folder.rglob("*.hpp")]
    if sources:
        sys.exit(f"The wheel brings sources along: {sources[0]}")
    with tempfile.TemporaryDirectory() as scratch:
        problem, plan = Path(scratch, "problem.json"), Path(scratch, "plan.json")
        problem.write_text(_example(), encoding="utf-8")
        _pannier("solve", str(problem), "--iterations", "200", "--seed", "1", "--out", str(plan))
        _pannier("solve", str(problem), "--check", str(plan))
    print(f"{compiled.__file__} plans the example.")


def _example() -> str:
    found = re.search(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        sys.exit(f"{PAGE} has no example.")
    return found[1]


def _pannier(*arguments: str) -> None:
    subprocess.run([Path(sys.executable).with_name("pannier"), *arguments], check=True)


if __name__ == "__main__":
    main()
