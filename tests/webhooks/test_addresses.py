"""Which addresses webhooks may call: never the server's own network, in whatever disguise."""

import pytest
from starlette.testclient import TestClient

from pannier.webhooks.addresses import check_address, is_public
from pannier.webhooks.problems import BadAddress
from tests.support.organisations import Organisation


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hook",
        "https://127.0.0.1/hook",
        "https://10.0.0.8/hook",
        "https://[::1]/hook",
        "https://[::ffff:192.168.1.1]/hook",
        "https://169.254.169.254/latest",
        "https://user:secret@shop.example/",
        "ftp://shop.example/",
        "https:///nowhere",
        "https://shop.example:99999/",
        "https://[::1/",
        "hook",
    ],
)
def test_addresses_that_must_not_be_called_are_refused(
    client: TestClient, operator: Organisation, url: str
) -> None:
    answer = client.post(
        "/v1/webhooks", json={"url": url, "events": ["*"]}, headers=operator.headers("operator_admin")
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "webhook_address")
    assert answer.json()["errors"][0]["pointer"] == "/url"


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "100.64.0.1",
        "172.16.5.5",
        "224.0.0.1",
        "fe80::1%eth0",
        "fd00::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::ffff:10.1.2.3",
    ],
)
def test_private_addresses_are_seen_in_every_disguise(address: str) -> None:
    assert not is_public(address)
    with pytest.raises(BadAddress, match="private address"):
        check_address(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_may_be_called(address: str) -> None:
    check_address(address)
    assert is_public(address)
