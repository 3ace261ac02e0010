# The servers' programs, from the distribution.

postgres_programs() { # prints the folder of the newest PostgreSQL; fails when there is none >= 15
  local bin
  bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  [[ -x $bin/postgres ]] || return 1
  ((${bin//[!0-9]/} >= 15)) || return 1
  printf '%s' "$bin"
}

install_missing() {
  local missing=()
  if [[ -z ${!postgres_variable:-} ]] && ! postgres_programs >/dev/null; then
    missing+=(postgresql)
  fi
  if [[ -z ${!rabbitmq_variable:-} && ! -d /usr/lib/rabbitmq/bin ]]; then
    missing+=(rabbitmq-server)
  fi
  ((${#missing[@]})) || return 0
  install_from_distribution "${missing[@]}"
}

install_from_distribution() { # PACKAGE...
  local log=$state/log/apt.log
  local root_rights=(env)
  ((EUID == 0)) || root_rights=(sudo)
  type -P apt-get "${root_rights[0]}" >/dev/null ||
    die "please install $*, or name other servers: see ./run help"
  echo "Installing $* ..."
  "${root_rights[@]}" DEBIAN_FRONTEND=noninteractive bash shared/run/install-packages.sh \
    "$@" </dev/null >"$log" 2>&1 || fail "apt failed" "$log"
}
