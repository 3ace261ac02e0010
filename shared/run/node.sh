# Node.js for the tests that generate clients. Nothing else needs it, ./run up least of all.

# Taken where the machine has none that the tools can use; the program is in npm's package "node".
node_version=22.23.3

use_node() { # FOLDER: puts a Node on the PATH that its packages can use, and installs those
  local fetched=$root/.local/node/node_modules/node/bin
  if ! usable_node node; then
    usable_node "$fetched/node" || fetch_node
    export PATH=$fetched:$PATH
  fi
  install_node_packages "$1"
}

usable_node() { # PROGRAM: 20.19 or a later 20, or 22.12 or later, as @redocly/cli asks
  "$1" -e 'const [major, minor] = process.versions.node.split(".").map(Number)
    const usable = major === 20 ? minor >= 19 : major === 22 ? minor >= 12 : major > 22
    process.exit(usable ? 0 : 1)' 2>/dev/null
}

fetch_node() {
  local log=$state/log/npm.log
  type -P npm >/dev/null || install_from_distribution npm
  echo "Fetching Node $node_version ..."
  npm install --prefix "$root/.local/node" --no-audit --no-fund "node@$node_version" \
    </dev/null >"$log" 2>&1 || fail "npm could not fetch Node $node_version" "$log"
}

install_node_packages() { # FOLDER: as its lock file says; nothing to do when they are there
  local log=$state/log/npm.log
  cmp -s "$1/package-lock.json" "$1/node_modules/.installed" && return
  echo "Installing the packages of $1 ..."
  npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund </dev/null >"$log" 2>&1 ||
    fail "npm could not install the packages of $1" "$log"
  cp "$1/package-lock.json" "$1/node_modules/.installed"
}
