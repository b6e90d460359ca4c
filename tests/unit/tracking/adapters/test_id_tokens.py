"""What a provider's token must be to be believed."""

import time

import jwt
import pytest
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import rsa

from tracking.adapters.id_tokens import claims_of

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def keys() -> dict[str, list[dict[str, object]]]:
    return {"keys": [jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True) | {"kid": "one", "use": "sig"}]}


def token(key: object = KEY, algorithm: str = "RS256", kid: str = "one", **claims: object) -> str:
    now = int(time.time())
    told = {"iss": "https://issuer", "aud": "us", "sub": "x", "nonce": "n", "iat": now, "exp": now + 60} | claims
    return jwt.encode({name: value for name, value in told.items() if value}, key, algorithm, headers={"kid": kid})


def believed(id_token: str) -> bool:
    try:
        return claims_of(id_token, keys(), issuer="https://issuer", client_id="us")["sub"] == "x"
    except OAuth2Error:
        return False


def test_a_token_is_believed_when_the_provider_signed_it_for_us() -> None:
    assert believed(token()) is True


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://other"},
        {"aud": "somebody-else"},
        {"aud": ["us", "others"], "azp": "others"},
        {"exp": 1},
        {"nonce": None},
        {"sub": None},
        {"exp": None},
        {"key": OTHER_KEY},
        {"kid": "another"},
    ],
    ids=[
        "of another issuer",
        "for somebody else",
        "asked for by another",
        "over",
        "without the question",
        "of nobody",
        "without an end",
        "signed with another key",
        "of a key that is not there",
    ],
)
def test_any_other_token_is_not(changed: dict[str, object]) -> None:
    assert believed(token(**changed)) is False


@pytest.mark.parametrize("wrong", [[], "x", {"keys": 5}, {"keys": [5]}, {"keys": None}, {}])
def test_keys_that_are_none_are_refused_as_tokens_are(wrong: object) -> None:
    with pytest.raises(OAuth2Error):
        claims_of(token(), wrong, issuer="https://issuer", client_id="us")


def test_an_unsigned_token_and_one_signed_with_what_everyone_knows_are_not_believed() -> None:
    public = str(keys()["keys"][0]["n"])

    assert believed(token(None, "none")) is False
    assert believed(token(public, "HS256")) is False
    assert believed("no token at all") is False
