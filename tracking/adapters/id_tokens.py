"""What a provider of single sign-on says of somebody: believed only when it signed it, for us, now, and when asked."""

from typing import Any, Final

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

# Of keys of which the provider alone has the secret half. Which one is the key's to say, never the token's.
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_NEEDED: Final = ["iss", "aud", "exp", "iat", "sub", "nonce"]
# How far two clocks may be apart, in seconds.
_LEEWAY: Final = 60


def claims_of(id_token: str, keys: dict[str, Any], *, issuer: str, client_id: str) -> dict[str, Any]:
    """Return what a token says. Raises OAuth2Error unless one of `keys` signed it and it is for us and still good.

    Whether its nonce is ours is for the caller to ask. Source: OpenID Connect Core 1.0, 3.1.3.7.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=_key(id_token, keys),
            algorithms=_ALGORITHMS,
            issuer=issuer,
            audience=client_id,
            leeway=_LEEWAY,
            options={"require": _NEEDED, "strict_aud": False},
        )
    except (jwt.PyJWTError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise OAuth2Error("The provider’s token is not good.") from error
    if claims.get("azp", client_id) != client_id:
        raise OAuth2Error("The provider’s token is for somebody else.")
    return claims


def _key(id_token: str, keys: dict[str, Any]) -> jwt.PyJWK:
    """The key that a token names; where it names none, the only one there is."""
    signing = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in {None, "sig"}]
    number = jwt.get_unverified_header(id_token).get("kid")
    found = [key for key in signing if number is None or key.key_id == number]
    if len(found) != 1:
        raise jwt.InvalidKeyError("No such key.")
    return found[0]
