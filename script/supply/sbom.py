"""Writes the inventory of everything that is shipped: a CycloneDX file, checked against CycloneDX's own schema.

The same locked lists give the same bytes where the same of them are installed: licences are what installed packages say
of themselves, and one that this kind of machine does not need has none here.
"""

import argparse
import base64
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from supply.parts import OPTIONAL, REQUIRED, ROOT, SHIPPED, licence_of, npm_packages, pins


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/sbom", description=__doc__)
    parser.add_argument(
        "--output", default=str(ROOT / "build" / "sbom" / "scrutiny.cdx.json"), help="the file to write"
    )
    target = Path(parser.parse_args().output)
    written = json.dumps(inventory(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(written):
        sys.exit(f"The inventory is not as CycloneDX has it: {fault!r}"[:2000])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(written)
    sys.stderr.write(f"{len(json.loads(written)['components'])} packages in {target}\n")


def inventory() -> dict[str, Any]:
    """Return the whole inventory. What only some installations need (a file store elsewhere) is in it as optional."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    product = {
        "bom-ref": project["name"],
        "type": "application",
        "name": project["name"],
        "version": project["version"],
        "description": project["description"],
    }
    components = [*_python(), *(_npm(name) for name in SHIPPED)]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": product, "lifecycles": [{"phase": "pre-build"}]},
        "components": components,
        "dependencies": [
            {"ref": product["bom-ref"], "dependsOn": [component["bom-ref"] for component in components]},
            *({"ref": component["bom-ref"]} for component in components),
        ],
    }


def _python() -> list[dict[str, Any]]:
    required = pins(REQUIRED)
    found = {component["name"]: component for name in (REQUIRED, OPTIONAL) for component in _listed(name)}
    return [_described(component, is_required=name in required) for name, component in sorted(found.items())]


def _listed(requirements: str) -> list[dict[str, Any]]:
    """The packages of a locked list, with the hashes of their archives."""
    done = subprocess.run(
        [
            sys.executable, "-m", "cyclonedx_py", "requirements", str(ROOT / requirements), "--output-reproducible",
            "--spec-version", "1.6",
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    components: list[dict[str, Any]] = json.loads(done.stdout)["components"]
    return components


def _described(component: dict[str, Any], *, is_required: bool) -> dict[str, Any]:
    """Without what is particular to the list: its lines, and an address where it was not even looked for."""
    archives = [one["hashes"] for one in component.get("externalReferences", ()) if one["type"] == "distribution"]
    described = {key: component[key] for key in ("name", "version", "purl", "type")}
    described["bom-ref"] = component["purl"]
    described["scope"] = "required" if is_required else "optional"
    described["properties"] = [
        {"name": "scrutiny:archive:sha256", "value": hashed["content"]} for hashes in archives for hashed in hashes
    ]
    if licence := licence_of(component["name"]):
        described["licenses"] = [{"license": {"name": licence}}]
    return described


def _npm(name: str) -> dict[str, Any]:
    said = npm_packages()[name]
    group, _, plain = name.rpartition("/")
    method, _, digest = said["integrity"].partition("-")
    purl = "pkg:npm/" + "/".join([*([quote(group, safe="")] if group else ()), f"{plain}@{said['version']}"])
    component = {
        "type": "library",
        "name": plain,
        "version": said["version"],
        "purl": purl,
        "bom-ref": purl,
        "scope": "required",
        "hashes": [{"alg": method.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}],
        "licenses": [{"license": {"id": said["license"]}}],
    }
    return component | ({"group": group} if group else {})


if __name__ == "__main__":
    main()
