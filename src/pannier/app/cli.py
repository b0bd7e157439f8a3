"""The command line: serve, worker, import, plan, report, verify, demo, map, doctor and more; one file a group."""

import typer

from pannier.app import cli_demo, cli_serve

app = typer.Typer(
    name="pannier",
    help="Self-hosted dispatch for sustainable last-mile delivery.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(cli_serve.serve)
app.command()(cli_serve.worker)
app.command()(cli_serve.stop)
app.command()(cli_demo.demo)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
