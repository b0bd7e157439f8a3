"""Where demos keep their data: in folders of their own inside the data folder."""

from pathlib import Path

SHOWN, UNTIL_DONE = "demo", "demo-until-done"


def demo_folder(data_dir: Path, *, until_done: bool = False) -> Path:
    """Return the folder of the demo that is looked at, or of the one that runs headless until its day is done."""
    return data_dir / (UNTIL_DONE if until_done else SHOWN)


def demo_folders(data_dir: Path) -> list[Path]:
    """Return the folders of both demos, whether they are there or not."""
    return [data_dir / SHOWN, data_dir / UNTIL_DONE]
