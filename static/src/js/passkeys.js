// Makes and uses passkeys. What goes to the browser and back is JSON, with bytes as base64url.

const fromText = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const known = (list) => (list || []).map((key) => ({ ...key, id: fromText(key.id) }));

function toMake({ publicKey }) {
  return {
    ...publicKey,
    challenge: fromText(publicKey.challenge),
    user: { ...publicKey.user, id: fromText(publicKey.user.id) },
    excludeCredentials: known(publicKey.excludeCredentials),
    // Kept on the device where it can be, so that it opens the account without an address typed.
    authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "preferred", requireResidentKey: false },
  };
}

function toUse({ publicKey }) {
  return {
    ...publicKey,
    challenge: fromText(publicKey.challenge),
    allowCredentials: known(publicKey.allowCredentials),
  };
}

function toSend(credential) {
  const { response } = credential;
  const sent = {
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: toText(response.clientDataJSON) },
  };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) {
      sent.response[name] = toText(response[name]);
    }
  }
  return sent;
}

async function ask(form) {
  const { make, use, ask: address } = form.dataset;
  if (make) {
    return navigator.credentials.create({ publicKey: toMake(JSON.parse(make)) });
  }
  if (use) {
    return navigator.credentials.get({ publicKey: toUse(JSON.parse(use)) });
  }
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  const { request_options: options } = await answer.json();
  return navigator.credentials.get({ publicKey: toUse(options) });
}

function startForm(form) {
  const message = form.querySelector("[role='alert']");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    message.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(toSend(await ask(form)));
      form.submit();
    } catch {
      message.textContent = "That did not work, or was broken off. Try again, or use another way.";
      message.hidden = false;
    }
  });
}

export function startPasskeys(forms) {
  if (window.PublicKeyCredential && navigator.credentials) {
    forms.forEach(startForm);
  }
}
