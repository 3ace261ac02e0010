# The whole system on this machine: up, down, reset, and the console that talks to it.

up() { # [--detach]
  [[ -z ${1:-} || $1 == --detach ]] || misuse "up takes --detach or nothing, not '$1'"
  use_state .local
  if alive apphost && [[ -e $state/ready ]]; then
    echo "Already up."
    cat "$state/ready"
    return
  fi
  trap stop_all EXIT
  require_free_service_ports
  start_servers
  save_settings

  echo "Building ..."
  build services/AppHost
  rm -f "$state/ready"
  launch apphost root "$root" env REBATEFLOW_BROWSER_TOKEN="$BROWSER_TOKEN" \
    dotnet "$(assembly AppHost)"
  wait_for apphost 180 test -e "$state/ready"
  program Console seed
  cat "$state/ready"

  if [[ ${1:-} == --detach ]]; then
    trap - EXIT
  else
    # Without the lock, so that ./run down in another terminal can end this as well as Ctrl-C.
    exec 9<&-
    wait "$launched"
  fi
}

require_free_service_ports() {
  local default name
  for default in IDENTITY=7000 INTAKE=7001 RISK=7002 APPROVAL=7003 DASHBOARD=7090 OTLP=7091; do
    name=${default%=*}
    require_free_port apphost "$(port "$name" "${default#*=}")" "$name"
  done
}

# A later ./run demo must find the services, though its terminal may not name their ports.
save_settings() {
  export -p | grep '^declare -x REBATEFLOW_' >"$state/env"
}

down() {
  use_state .local
  stop_all
}

reset() {
  use_state .local
  forget
}

console() { # VERB WORD...
  state=$root/.local
  if [[ -e $state/env ]]; then
    # shellcheck source=/dev/null
    source "$state/env"
  fi
  # A case file is audited without any service, so audit finds out by itself what it needs.
  if [[ $1 != audit ]] && ! is_up; then
    die "nothing is up; start everything with ./run up"
  fi
  if [[ ! -e $(assembly Console) ]]; then
    build services/Console
  fi
  program Console "$@"
}

is_up() { # also while up still starts it, and when somebody started the services by hand
  alive apphost || listens "$(port IDENTITY 7000)"
}
