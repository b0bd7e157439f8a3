"""Which ports the demo listens on: the usual ones, else the next that are free."""

import socket

from pannier.app.demo_world import DemoError

USUAL = 8400
USUAL_HTTPS = 8443
TRIES = 20


def next_free(first: int, *, host: str = "127.0.0.1") -> int:
    """Return the first port from `first` on that nobody listens on; raises DemoError after some tries."""
    for port in range(first, first + TRIES):
        if is_free(port, host=host):
            return port
    raise DemoError(
        f"Ports {first} to {first + TRIES - 1} are all in use; end what listens there or choose with --port."
    )


def is_free(port: int, *, host: str = "127.0.0.1") -> bool:
    """Tell whether a server could listen on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
