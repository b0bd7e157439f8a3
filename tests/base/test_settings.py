"""Settings come from the environment, have defaults and can be overridden in tests."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from pannier.base.settings import Settings, override, reload_settings, settings


def test_defaults_need_no_environment() -> None:
    it = Settings(_env_file=None)
    assert it.port == 8400
    assert it.database_url is None
    assert it.allow_private_webhooks is False
    assert it.data_dir.is_absolute()


def test_environment_wins_over_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANNIER_PORT", "9000")
    monkeypatch.setenv("PANNIER_CLOCK_START", "2026-03-02T08:00:00+01:00")
    monkeypatch.setenv("PANNIER_CLOCK_JUMP", "true")
    it = Settings()
    assert (it.port, it.clock_jump) == (9000, True)
    assert it.clock_start is not None
    assert it.clock_start.isoformat() == "2026-03-02T08:00:00+01:00"


def test_settings_are_read_once_until_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with override():
        monkeypatch.setenv("PANNIER_PORT", "9001")
        assert settings() is settings()
        assert settings().port != 9001
        assert reload_settings().port == 9001


def test_empty_variable_means_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANNIER_PORT", "")
    assert Settings().port == 8400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "99999"),
        ("CLOCK_START", "2026-03-02T08:00:00"),
        ("CLOCK_FACTOR", "0"),
        ("MAP_NAME", "../etc"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_wrong_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"PANNIER_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_override_holds_only_inside_and_is_validated(tmp_path: Path) -> None:
    before = settings()
    with override(data_dir=tmp_path, port=0) as it:
        assert settings() is it
        assert it.run_dir == tmp_path / "run"
        assert it.maps_dir == tmp_path / "maps"
    assert settings() is before
    with pytest.raises(ValidationError), override(port=-1):
        pass
    assert settings() is before


def test_public_url_is_the_base_of_links() -> None:
    assert Settings(public_url="https://parcels.example/").base_url == "https://parcels.example"
    assert Settings(host="127.0.0.1", port=8400).base_url == "http://127.0.0.1:8400"


def test_secrets_do_not_show() -> None:
    it = Settings(
        database_url="postgresql://a:hush@db/p", smtp_url="smtp://a:hush@mail", master_key="hush" * 11
    )
    assert "hush" not in repr(it)


def test_every_setting_is_described_by_a_sentence() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
