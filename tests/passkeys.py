"""A passkey that is made and used here, as a browser and its authenticator would."""

import json
import os
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

SITE = "testserver"
ADD, CONFIRM = "/accounts/passkeys/add/", "/accounts/passkeys/confirm/"
_FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


@dataclass
class Passkey:
    """Of this site; its owner has shown a finger or a face."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    number: bytes = field(default_factory=lambda: os.urandom(16))

    def made(self, challenge: str) -> str:
        """What the browser answers when the site asks for a new one."""
        signs_with = ES256.from_cryptography_key(self.key.public_key())
        public = AttestedCredentialData.create(b"\0" * 16, self.number, signs_with)
        told = AuthenticatorData.create(_site(), _FLAGS | AuthenticatorData.FLAG.AT, 0, public)
        attested = websafe_encode(bytes(AttestationObject.create("none", told, {})))
        return self._answer({"attestationObject": attested, **_client_data("webauthn.create", challenge)[0]})

    def used(self, challenge: str) -> str:
        """What the browser answers when the site asks who it is."""
        sent, signed = _client_data("webauthn.get", challenge)
        told = bytes(AuthenticatorData.create(_site(), _FLAGS, 1))
        signature = self.key.sign(told + sha256(signed).digest(), ec.ECDSA(SHA256()))
        return self._answer({"authenticatorData": websafe_encode(told), "signature": websafe_encode(signature), **sent})

    def _answer(self, response: dict[str, str]) -> str:
        number = websafe_encode(self.number)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response})


def challenge_on(client: Client, address: str) -> str:
    """What a page gives the browser to sign."""
    (asked,) = client.get(address).context["js_data"].values()
    return str(asked["publicKey"]["challenge"])


def _site() -> bytes:
    return sha256(SITE.encode()).digest()


def _client_data(kind: str, challenge: str) -> tuple[dict[str, str], bytes]:
    told = bytes(CollectedClientData.create(kind, challenge, f"https://{SITE}"))
    return {"clientDataJSON": websafe_encode(told)}, told
