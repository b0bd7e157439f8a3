"""Our own certificate for HTTPS on the local network: phones give camera and position to secure pages only.

It is self-signed: the phone asks once whether to trust it. A public installation stands behind a proxy
with a real certificate instead.
"""

import ipaddress
import socket
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path

import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pannier.base import clock
from pannier.base.atomic import write_atomically

# Phones refuse certificates that hold longer than 398 days.
_LIFETIME = timedelta(days=397)
_RENEW_BEFORE = timedelta(days=30)
_BEGINS_EARLIER = timedelta(days=1)
_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
# Nothing is sent there: choosing a route to it tells which of our addresses faces the network.
_SOMEWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True)
class Certificate:
    """Files of a certificate and its key, and the SHA-256 fingerprint that a phone shows."""

    certificate_file: Path
    key_file: Path
    fingerprint: str


def lan_address() -> str:
    """Return the address under which the local network reaches this machine, 127.0.0.1 without network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def ensure_certificate(folder: Path, *addresses: str) -> Certificate:
    """Return a certificate for localhost and the given names or IP addresses, made or renewed when needed.

    A certificate is kept, so that phones that trust it need not ask again, until it lacks an address or
    ends within 30 days. The address of a laptop changes with the network: names once in it stay in it.
    """
    wanted = dict.fromkeys([*_LOCAL_NAMES, *addresses])
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    held = _load(certificate_file) if key_file.exists() else None
    known = _names(held) if held else set()
    if held is None or not known.issuperset(wanted) or _ends_soon(held):
        held = _make(key_file, [*wanted, *sorted(known - set(wanted))])
        write_atomically(certificate_file, held.public_bytes(serialization.Encoding.PEM))
    return Certificate(certificate_file, key_file, held.fingerprint(hashes.SHA256()).hex(":").upper())


def terminal_qr(text: str) -> str:
    """Return a QR code as lines of text for a terminal."""
    out = StringIO()
    segno.make(text, error="l", micro=False).terminal(out=out, compact=True, border=2)
    return out.getvalue()


def _load(path: Path) -> x509.Certificate | None:
    """Return the certificate in a file, None when it is missing or broken."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


def _names(held: x509.Certificate) -> set[str]:
    extension = held.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return {str(name.value) for name in extension.value}


def _ends_soon(held: x509.Certificate) -> bool:
    # The phone goes by real time, so the demo clock has no say here.
    return held.not_valid_after_utc - clock.wall_now() < _RENEW_BEFORE


def _make(key_file: Path, names: list[str]) -> x509.Certificate:
    """Write a new key and return a certificate for it; the old certificate does not fit it any more."""
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    now = clock.wall_now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Pannier on the local network")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEGINS_EARLIER)
        .not_valid_after(now - _BEGINS_EARLIER + _LIFETIME)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_atomically(key_file, pem)
    return certificate


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
