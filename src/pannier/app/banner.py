"""What `pannier serve` prints once it answers: where to look, from here and from a phone on the network."""

from rich.console import Console

from pannier.accounts.people import is_set_up
from pannier.accounts.setup_token import setup_token
from pannier.base.scope import SYSTEM
from pannier.base.settings import settings
from pannier.base.transactions import transaction


def show_banner() -> None:
    """Print the addresses; a QR code leads a phone on the network to the rider app."""
    console, configured = Console(stderr=True), settings()
    local = f"http://{configured.host}:{configured.port}"
    console.print(f"\n[bold]Pannier[/bold] is running. Stop it with Ctrl-C.\n  Console  {local}/console/")
    console.print(f"  Portal   {local}/portal/\n  Riders   {local}/driver/")
    with transaction(SYSTEM) as db:
        if not is_set_up(db):
            console.print(f"  First run: set up with this token: [bold]{setup_token()}[/bold]")
    if configured.https_port:
        _show_phone(console, configured.https_port)


def _show_phone(console: Console, port: int) -> None:
    from pannier.base.certificates import lan_address, terminal_qr

    url = f"https://{lan_address()}:{port}/driver/"
    console.print(f"  On a phone in the same network (accept the local certificate): {url}")
    console.print(terminal_qr(url), highlight=False)
