# Shared by the scripts beside it; sourced, never run. Expects the project's root as working directory.

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# Prints the system packages among its arguments that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

# Installs system packages that are missing, where this user may; else prints the line to type.
need_packages() {
  local missing
  if ! command -v apt-get >/dev/null; then
    say "This is no Debian or Ubuntu: see to it that these are there under whatever name: $*"
    return
  fi
  missing=$(missing_packages "$@" | xargs)
  if [ -z "$missing" ]; then
    return
  fi
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo --non-interactive true 2>/dev/null || fail "Packages of the system are missing. Type this, then run the same command again:
  sudo apt-get update && sudo apt-get install --yes --no-install-recommends $missing"
    as_root=(sudo --non-interactive)
  fi
  say "Installing packages of the system: $missing"
  # shellcheck disable=SC2086 # one word for each package
  {
    "${as_root[@]}" apt-get update --quiet=2
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install --quiet=2 --yes --no-install-recommends $missing
  } >&2
}

# once NAME FILE... -- COMMAND...: runs the command unless it has run before with these very files.
once() {
  local name=$1 files=() stamp
  shift
  while [ "$1" != -- ]; do
    files+=("$1")
    shift
  done
  shift
  stamp=$(find "${files[@]}" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  mkdir -p .setup
  if [ "$(cat ".setup/$name" 2>/dev/null)" != "$stamp" ]; then
    "$@"
    printf '%s\n' "$stamp" >".setup/$name"
  fi
}
