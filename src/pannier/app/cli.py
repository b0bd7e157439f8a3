"""The command line: serve, worker, import, plan, report, solve, demo, map, doctor and more; one file a group."""

import typer

from pannier.app import (
    cli_admin,
    cli_demo,
    cli_doctor,
    cli_init,
    cli_map,
    cli_orders,
    cli_serve,
    cli_solve,
    cli_verify,
)

app = typer.Typer(
    name="pannier",
    help="Self-hosted dispatch for sustainable last-mile delivery. Start with `pannier demo` or `pannier init`.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(cli_demo.demo)
app.command()(cli_serve.serve)
app.command()(cli_serve.worker)
app.command()(cli_serve.stop)
app.command()(cli_init.init)
app.command("import")(cli_orders.import_file)
app.command()(cli_orders.plan)
app.command()(cli_orders.report)
app.command("solve")(cli_solve.solve_file)
app.command()(cli_verify.verify)
app.add_typer(cli_map.app, name="map")
app.command()(cli_doctor.doctor)
app.command()(cli_admin.openapi)
app.add_typer(cli_admin.db, name="db")
app.add_typer(cli_admin.keys, name="keys")


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
