"""HTTPS on the local network: a certificate that phones accept, kept as long as it will do."""

import ipaddress
import socket
import ssl
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from pannier.base import certificates, clock
from pannier.base.certificates import Certificate, ensure_certificate, lan_address, terminal_qr


def read(certificate: Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(certificate.certificate_file.read_bytes())


def names(certificate: Certificate) -> set[str]:
    extension = read(certificate).extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return {str(name.value) for name in extension.value}


def test_certificate_names_localhost_and_the_given_addresses(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path, "192.168.1.20", "laptop.local")
    assert names(made) == {"localhost", "127.0.0.1", "::1", "192.168.1.20", "laptop.local"}


def test_phone_accepts_its_lifetime_and_purpose(tmp_path: Path) -> None:
    held = read(ensure_certificate(tmp_path))
    assert held.not_valid_after_utc - held.not_valid_before_utc <= timedelta(days=398)
    assert held.not_valid_before_utc < clock.wall_now() - timedelta(hours=1)
    usage = held.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_files_are_private(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path / "tls")
    assert made.key_file.stat().st_mode & 0o777 == 0o600
    assert made.certificate_file.stat().st_mode & 0o777 == 0o600


def test_certificate_is_kept_while_it_will_do(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path, "192.168.1.20")
    assert ensure_certificate(tmp_path, "192.168.1.20") == made
    assert ensure_certificate(tmp_path) == made


def test_new_address_makes_a_new_one_that_keeps_the_old_names(tmp_path: Path) -> None:
    home = ensure_certificate(tmp_path, "192.168.1.20")
    office = ensure_certificate(tmp_path, "10.0.0.7")
    assert office.fingerprint != home.fingerprint
    assert {"192.168.1.20", "10.0.0.7"} <= names(office)
    assert ensure_certificate(tmp_path, "192.168.1.20") == office


def test_certificate_is_renewed_before_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(certificates, "_LIFETIME", timedelta(days=30))
    short = ensure_certificate(tmp_path)
    monkeypatch.undo()
    assert ensure_certificate(tmp_path).fingerprint != short.fingerprint


def test_demo_clock_has_no_say_in_its_dates(tmp_path: Path) -> None:
    with clock.fixed(clock.wall_now() - timedelta(days=3650)):
        made = ensure_certificate(tmp_path)
        assert ensure_certificate(tmp_path) == made
    assert read(made).not_valid_after_utc > clock.wall_now()


@pytest.mark.parametrize("broken", ["certificate.pem", "key.pem"])
def test_broken_or_missing_file_is_made_again(tmp_path: Path, broken: str) -> None:
    made = ensure_certificate(tmp_path)
    if broken == "key.pem":
        made.key_file.unlink()
    else:
        made.certificate_file.write_text("rubbish")
    again = ensure_certificate(tmp_path)
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
        again.certificate_file, again.key_file
    )
    assert again.fingerprint != made.fingerprint


def test_client_that_trusts_it_connects(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path, "192.168.1.20")
    server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_side.load_cert_chain(made.certificate_file, made.key_file)
    client_side = ssl.create_default_context(cafile=str(made.certificate_file))
    ours, theirs = socket.socketpair()
    greeting: list[bytes] = []

    def serve() -> None:
        with server_side.wrap_socket(theirs, server_side=True) as secure:
            greeting.append(secure.recv(5))

    thread = threading.Thread(target=serve)
    thread.start()
    with client_side.wrap_socket(ours, server_hostname="192.168.1.20") as secure:
        secure.sendall(b"hello")
    thread.join(5)
    assert greeting == [b"hello"]


def test_lan_address_is_one_of_this_machine() -> None:
    address = ipaddress.ip_address(lan_address())
    assert address.version == 4
    with socket.socket() as listener:
        listener.bind((str(address), 0))


def test_qr_code_is_drawn_with_blocks() -> None:
    lines = terminal_qr("https://192.168.1.20:8443/driver").splitlines()
    assert len(lines) > 10
    assert {"█", "▀", "▄"} & set("".join(lines))
    assert terminal_qr("https://192.168.1.20:8443/driver") != terminal_qr("https://192.168.1.21:8443/driver")
