"""`pannier doctor`: say what is missing and how to get it."""

import typer
from rich.console import Console
from rich.table import Table

from pannier.base.settings import settings


def doctor() -> None:
    """Look at Python, PostgreSQL, maps, ports, disk and more; exit code 1 when something needed is missing."""
    from pannier.app.doctor import examine

    table = Table.grid(padding=(0, 2))
    for _ in range(3):
        table.add_column(overflow="fold")
    broken = False
    for finding in examine(settings()):
        broken = broken or (finding.needed and not finding.fine)
        mark = (
            "[green]ok[/]" if finding.fine else ("[red]missing[/]" if finding.needed else "[yellow]absent[/]")
        )
        table.add_row(mark, finding.what, finding.words)
        if not finding.fine and finding.remedy:
            table.add_row("", "", f"→ {finding.remedy}")
    Console(soft_wrap=True).print(table, highlight=False)
    typer.echo("Something needed is missing." if broken else "All that is needed is here.")
    raise typer.Exit(1 if broken else 0)
