"""How the secret of an authenticator app is kept: encrypted, whole or not at all, with a key that can change."""

import base64

import pytest
from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES128
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.padding import PKCS7
from django.utils.crypto import salted_hmac
from pytest_django import Settings

from tracking.adapters.second_step import SecondStepAdapter

SECRET = "JBSWY3DPEHPK3PXP"
OLD, NEW = "the-key-of-before", "the-key-of-now"


@pytest.fixture
def adapter(settings: Settings) -> SecondStepAdapter:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    return SecondStepAdapter()


def test_it_is_encrypted_by_aes_with_a_check_that_it_is_whole(adapter: SecondStepAdapter) -> None:
    kept = base64.urlsafe_b64decode(adapter.encrypt(SECRET))
    key = salted_hmac("tracking.second_step", "", secret=OLD, algorithm="sha256").digest()
    # Version, time, what begins the chain, what is encrypted, and the check of all of it.
    version, begins, encrypted, check = kept[:1], kept[9:25], kept[25:-32], kept[-32:]
    expected = HMAC(key[:16], SHA256())
    expected.update(kept[:-32])
    decryptor = Cipher(AES128(key[16:]), CBC(begins)).decryptor()
    padded = decryptor.update(encrypted) + decryptor.finalize()
    unpadder = PKCS7(128).unpadder()

    assert (version, check) == (b"\x80", expected.finalize())
    assert unpadder.update(padded) + unpadder.finalize() == SECRET.encode()
    assert adapter.encrypt(SECRET) != adapter.encrypt(SECRET)


def test_what_was_changed_is_not_read(adapter: SecondStepAdapter) -> None:
    kept = bytearray(base64.urlsafe_b64decode(adapter.encrypt(SECRET)))
    kept[30] ^= 1
    with pytest.raises(InvalidToken):
        adapter.decrypt(base64.urlsafe_b64encode(bytes(kept)).decode())


def test_with_another_key_it_is_read_while_the_one_before_is_named(
    adapter: SecondStepAdapter, settings: Settings
) -> None:
    kept = adapter.encrypt(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert adapter.decrypt(kept) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        adapter.decrypt(kept)
