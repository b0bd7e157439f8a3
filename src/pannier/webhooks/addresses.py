"""Which addresses webhooks may call: never the server's own network, whatever a name resolves to."""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from pannier.base.settings import settings
from pannier.webhooks.problems import BadAddress

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def check_url(url: str) -> None:
    """Raise BadAddress for what is no http(s) URL or names a private address; names are resolved when calling."""
    parts = _parts(url)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise BadAddress(f"{url!r} is not an http or https address.", pointer="/url")
    if parts.username or parts.password:
        raise BadAddress(
            "Leave user and password out of the address; the signature shows who calls.", pointer="/url"
        )
    if parts.scheme == "http" and not settings().allow_private_webhooks:
        raise BadAddress("Use https: the body must not be read on its way.", pointer="/url")
    if _is_literal(parts.hostname):
        check_address(parts.hostname)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        # Reading the port is what checks it.
        _ = parts.port
    except ValueError as wrong:
        raise BadAddress(f"{url!r} is not an address: {wrong}.", pointer="/url") from wrong
    return parts


def resolve(url: str) -> str:
    """Return the one IP address that a call to `url` goes to; raise BadAddress when any of its addresses is private.

    The call is made to this very address, so that a name cannot resolve to another one in between.
    """
    parts = _parts(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        check_address(address)
    return addresses[0]


def check_address(address: str) -> None:
    """Raise BadAddress for an address that is not public, unless private ones are allowed."""
    if not settings().allow_private_webhooks and not is_public(address):
        raise BadAddress(f"{address} is a private address; webhooks call public ones only.", pointer="/url")


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public internet, also where it wraps an older one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = [ip.ipv4_mapped, ip.sixtofour, ip.teredo[1] if ip.teredo else None]
        if ip in NAT64:
            wrapped.append(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF))
        if any(inner is not None and not is_public(str(inner)) for inner in wrapped):
            return False
    return ip.is_global and not ip.is_multicast


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
