"""What the product is made of: pinned by hashes, listed, and never called safe without anybody having been asked."""

import json
import os
import re
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parents[2]
LISTS = sorted(path.name for path in ROOT.glob("requirements*.txt"))
# No test reads the database here: once is enough.
pytestmark = pytest.mark.sqlite_only


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("sbom") / "scrutiny.cdx.json"
    subprocess.run([ROOT / "script" / "sbom", "--output", target], check=True, capture_output=True)
    return target.read_text()


@pytest.fixture
def inventory(written: str) -> dict[str, Any]:
    return json.loads(written)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", LISTS)
def test_every_package_of_a_locked_list_is_pinned_with_its_hashes(name: str) -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", (ROOT / name).read_text()).strip())
    assert [
        entry for entry in entries if not re.match(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry, re.DOTALL)
    ] == []


@pytest.mark.parametrize("lock", ["package-lock.json", "script/observatory-lock/package-lock.json"])
def test_every_package_of_npm_is_pinned_with_its_hash_and_from_nowhere_in_particular(lock: str) -> None:
    packages = json.loads((ROOT / lock).read_text())["packages"]
    locked = {path: said for path, said in packages.items() if path}
    assert [path for path, said in locked.items() if not said["integrity"].startswith("sha512-")] == []
    assert [path for path, said in locked.items() if "resolved" in said] == []


def test_the_inventory_is_as_cyclonedx_has_it_and_the_same_each_time(written: str, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    subprocess.run([ROOT / "script" / "sbom", "--output", again], check=True, capture_output=True)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    assert again.read_text() == written


def test_every_package_that_the_product_needs_is_in_the_inventory_with_its_version_and_hashes(
    inventory: dict[str, Any],
) -> None:
    listed = re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==([^ ;\\]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    found = {
        (plain(one["name"]), one["version"])
        for one in inventory["components"]
        if one["purl"].startswith("pkg:pypi/") and one["scope"] == "required" and one["properties"]
    }
    assert found == {(plain(name), version) for name, version in listed}


def test_everything_that_the_product_imports_is_in_the_inventory(inventory: dict[str, Any]) -> None:
    known = {plain(one["name"]) for one in inventory["components"]}
    by_module = metadata.packages_distributions()
    sources = [path for folder in ("tracking", "scrutiny") for path in (ROOT / folder).rglob("*.py")]
    named = {
        module
        for path in sources
        for module in re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(), re.MULTILINE)
        if module in by_module
    }
    assert {module for module in named if not {plain(name) for name in by_module[module]} & known} == set()


def test_everything_of_npm_that_is_shipped_is_in_the_inventory(inventory: dict[str, Any]) -> None:
    used = set(re.findall(r"node_modules/(@[\w-]+/[\w-]+|[\w-]+)/", (ROOT / "script" / "build").read_text()))
    npm = {
        "/".join(filter(None, (one.get("group"), one["name"])))
        for one in inventory["components"]
        if one["purl"].startswith("pkg:npm/") and one["hashes"]
    }
    assert npm == used


def test_every_package_in_the_inventory_that_is_here_has_a_licence(inventory: dict[str, Any]) -> None:
    here = {plain(name) for names in metadata.packages_distributions().values() for name in names}
    assert [
        one["name"] for one in inventory["components"] if plain(one["name"]) in here and not one.get("licenses")
    ] == []


def test_an_audit_that_reaches_nobody_fails_and_says_that_nothing_was_checked() -> None:
    nowhere = "http://127.0.0.1:9"
    away = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), nowhere)
    away |= {"npm_config_fetch_retries": "0", "NO_PROXY": "", "no_proxy": ""}
    done = subprocess.run(
        [ROOT / "script" / "audit"], env=os.environ | away, capture_output=True, text=True, check=False
    )
    told = [line.partition(":")[0] for line in done.stderr.splitlines()]
    assert (done.returncode, told) == (
        1,
        ["Python packages could not be checked", "npm’s packages could not be checked", "The audit failed"],
    )


@pytest.mark.parametrize("name", ["requirements-s3.txt", "requirements-dev.txt"])
def test_a_list_that_holds_the_products_has_it_at_the_same_versions(name: str) -> None:
    ours, others = (
        dict(re.findall(r"^([\w.-]+(?:\[[^]]*\])?)==([^ ;\\]+)", (ROOT / one).read_text(), re.MULTILINE))
        for one in ("requirements.txt", name)
    )
    assert {package: others.get(package) for package in ours} == ours
