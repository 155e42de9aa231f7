"""Sealing: what was changed, moved or sealed by another key does not open."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from cixi_oversight import sealing
from cixi_oversight.personal.ports import crypto
from cixi_oversight.sealing import SealBroken

from .conftest import key

ROOT = Path(__file__).resolve().parents[2]
ROW = {"row": "abcdefghjkmnp", "field": "phone"}


def test_a_value_comes_back_and_is_never_sealed_the_same_way_twice() -> None:
    one, other = crypto.seal("13812345678", **ROW), crypto.seal("13812345678", **ROW)
    assert one != other
    assert one.startswith("aesgcm:k1:")
    assert "13812345678" not in one
    assert crypto.unseal(one, **ROW) == crypto.unseal(other, **ROW) == "13812345678"


@pytest.mark.parametrize("text", ["", "张", "慈溪市" * 60, "😀", "a\nb"])
def test_any_text_comes_back(text: str) -> None:
    assert crypto.unseal(crypto.seal(text, **ROW), **ROW) == text


def test_every_changed_character_is_refused() -> None:
    sealed = crypto.seal("13812345678", **ROW)
    for place, character in enumerate(sealed):
        changed = sealed[:place] + ("A" if character != "A" else "B") + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            crypto.unseal(changed, **ROW)


def test_every_cut_is_refused() -> None:
    sealed = crypto.seal("13812345678", **ROW)
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            crypto.unseal(sealed[:length], **ROW)
    with pytest.raises(SealBroken):
        crypto.unseal(sealed + "=", **ROW)


@pytest.mark.parametrize("place", [{"row": "other", "field": "phone"}, {"row": ROW["row"], "field": "name"}])
def test_a_value_moved_to_another_row_or_field_does_not_open(place: dict[str, str]) -> None:
    with pytest.raises(SealBroken):
        crypto.unseal(crypto.seal("13812345678", **ROW), **place)


def test_an_older_key_opens_and_the_current_one_seals(settings: Any) -> None:
    old = crypto.seal("张三", **ROW)
    settings.PERSONAL_KEYS = [*settings.PERSONAL_KEYS, f"k2:{key('b')}"]
    settings.PERSONAL_KEY_CURRENT = "k2"
    assert crypto.unseal(old, **ROW) == "张三"
    assert crypto.seal("张三", **ROW).startswith("aesgcm:k2:")
    settings.PERSONAL_KEYS = settings.PERSONAL_KEYS[1:]
    with pytest.raises(SealBroken):
        crypto.unseal(old, **ROW)


def test_the_algorithm_is_a_setting(settings: Any) -> None:
    settings.PERSONAL_KEYS = [*settings.PERSONAL_KEYS, f"k2:sm4gcm:{key('b', 16)}"]
    settings.PERSONAL_KEY_CURRENT = "k2"
    settings.PERSONAL_INDEX_KEYS = [f"i2:hmac-sm3:{key('c')}"]
    settings.PERSONAL_INDEX_KEY_CURRENT = "i2"
    sealed = crypto.seal("张三", **ROW)
    assert sealed.startswith("sm4gcm:k2:")
    assert crypto.unseal(sealed, **ROW) == "张三"
    assert crypto.index_of("13812345678", field="phone").startswith("hmac-sm3:i2:")


def test_sm4_gcm_is_that_of_rfc_8998() -> None:
    """Appendix A.1 of the RFC, through the module's own sealing."""
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

    secret = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    plain = bytes.fromhex("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd") + bytes.fromhex(
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
    )
    sealer = Cipher(sealing._SEALS["sm4gcm"].cipher(secret), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"))
    body = sealer.update(plain) + sealer.finalize()
    assert body.hex().startswith("17f399f08c67d5ee19d0dc9969c4bb7d")
    assert sealer.tag.hex() == "83de3541e4c2b58177e065a9bf7b62ec"


def test_the_blind_index_is_equal_for_equal_numbers_of_a_field_only() -> None:
    one = crypto.index_of("13812345678", field="phone")
    assert one == crypto.index_of("13812345678", field="phone")
    assert one != crypto.index_of("13812345679", field="phone")
    assert one != crypto.index_of("13812345678", field="document_number")
    assert one.startswith("hmac-sha256:i1:")
    assert "13812345678" not in one


@pytest.mark.parametrize(
    ("keys", "current"),
    [
        ([], "k1"),
        (["k1"], "k1"),
        (["k1:not base64!"], "k1"),
        ([f"k1:{key('a', 16)}"], "k1"),
        ([f"k1:{key('a', 31)}"], "k1"),
        ([f"k1:rot13:{key('a')}"], "k1"),
        ([f"K 1:{key('a')}"], "K 1"),
        ([f"k1:{key('a')}"], "k2"),
        ([f"k1:{key('a')}", f"k1:{key('b')}"], "k1"),
        ([f"k1:{key('a')}", f"k2:{key('a')}"], "k1"),
    ],
)
def test_wrong_keys_stop_the_start(settings: Any, keys: list[str], current: str) -> None:
    settings.PERSONAL_KEYS, settings.PERSONAL_KEY_CURRENT = keys, current
    with pytest.raises(ImproperlyConfigured) as refused:
        crypto.check_keys()
    assert key("a") not in str(refused.value)


def test_the_demos_keys_are_for_the_demo(settings: Any) -> None:
    settings.PERSONAL_KEYS = [f"k1:{settings.PERSONAL_DEMO_SECRETS[0]}"]
    with pytest.raises(ImproperlyConfigured):
        crypto.check_keys()
    settings.IS_DEMO = True
    crypto.check_keys()


def test_a_key_is_not_shown_by_its_repr() -> None:
    ring = crypto.seal_ring()
    assert base64.b64encode(ring.current.secret).decode() not in f"{ring!r}{ring.current!r}"
    assert repr(ring.current.secret) not in repr(ring.current)


@pytest.mark.parametrize("missing", ["PERSONAL_KEYS", "PERSONAL_KEY_CURRENT", "PERSONAL_INDEX_KEYS"])
def test_production_does_not_start_without_keys(missing: str) -> None:
    lines = (ROOT / "deploy" / "example.env").read_text(encoding="utf-8").splitlines()
    named = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    environment = {"PATH": os.environ["PATH"], **named}
    start = [sys.executable, "-c", "import django; django.setup(); print('started')"]
    started = subprocess.run(start, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert started.stdout == "started\n", started.stderr
    del environment[missing]
    refused = subprocess.run(start, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode != 0
    assert missing in refused.stderr
