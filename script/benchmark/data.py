"""The databases that are measured: loaded once, then brought back from a copy."""

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from benchmark.server import environment

_CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "scrutiny-bench"
_MADE_FROM = ("tracking/migrations", "tracking/actions/synthetic*.py", "tracking/queries/register.py")


def prepare(database: str, years: int, folder: Path) -> str:
    """Return the address of a database with so many years of data."""
    kept = _CACHE / f"{database}-{years}-{_digest()}"
    _CACHE.mkdir(parents=True, exist_ok=True)
    return (_postgresql if database == "postgresql" else _sqlite)(years, kept, folder)


def _digest() -> str:
    """What the data depends on; another version of it is loaded anew."""
    files = [path for pattern in _MADE_FROM for path in sorted(Path().glob(pattern))]
    files = [file for path in files for file in ([path] if path.is_file() else sorted(path.glob("*.py")))]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _postgresql(years: int, kept: Path, folder: Path) -> str:
    name = f"bench_{years}"
    _run(["createdb", name])
    host = "{PGUSER}:{PGPASSWORD}@{PGHOST}:{PGPORT}".format_map(os.environ)
    address = f"postgres://{host}/{name}"
    if kept.exists():
        _run(["pg_restore", "--dbname", name, "--jobs", "2", "--no-owner", str(kept)])
        _run(["psql", "--quiet", "--dbname", name, "--command", "VACUUM ANALYZE"])
        return address
    _load(address, years)
    _run(["psql", "--quiet", "--dbname", name, "--command", "VACUUM ANALYZE"])
    _run(["pg_dump", "--format", "custom", "--compress", "1", "--file", f"{kept}.part", name])
    Path(f"{kept}.part").rename(kept)
    return address


def _sqlite(years: int, kept: Path, folder: Path) -> str:
    file = folder / f"bench-{years}.sqlite3"
    if not kept.exists():
        _load(f"sqlite:///{file}", years)
        shutil.move(file, kept)
    shutil.copy(kept, file)
    return f"sqlite:///{file}"


def _load(address: str, years: int) -> None:
    manage = [sys.executable, "manage.py"]
    _run([*manage, "migrate", "--verbosity", "0"], env=environment(address))
    _run([*manage, "load_synthetic", "--years", str(years)], env=environment(address))


def _run(command: list[str], env: dict[str, str] | None = None) -> None:
    subprocess.run(command, env=env, check=True)  # noqa: S603
