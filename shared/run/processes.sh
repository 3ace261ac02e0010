# Processes that outlive the function that starts them. $state/pid/NAME holds the id of each one
# and when it started: the id alone might by now belong to somebody else's process.

started_at() { # PID: prints the start (field 22 of stat); nothing when it is gone or a zombie
  awk '$3 != "Z" {print $22}' "/proc/$1/stat" 2>/dev/null || :
}

alive() { # NAME
  local pid since
  [[ -e $state/pid/$1 ]] || return 1
  read -r pid since <"$state/pid/$1"
  [[ $(started_at "$pid") == "$since" ]]
}

as_user() { # USER FOLDER COMMAND...: fills the array command, for the caller to execute
  command=(env -C "$2" "${@:3}")
  if ((EUID == 0)) && [[ $1 != root ]]; then
    command=(setpriv --reuid "$1" --regid "$1" --init-groups "${command[@]}")
  fi
}

launch() { # NAME USER FOLDER COMMAND...: its id is in $launched
  as_user "${@:2}"
  # A session of its own: Ctrl-C is for this script, which then stops the servers in order.
  setsid "${command[@]}" </dev/null >"$state/log/$1.log" 2>&1 9<&- &
  launched=$!
  printf '%s %s\n' "$launched" "$(started_at "$launched")" >"$state/pid/$1"
}

wait_for() { # NAME SECONDS COMMAND...: until the command succeeds
  local deadline=$((SECONDS + $2))
  until "${@:3}"; do
    if ! alive "$1" || ((SECONDS >= deadline)); then
      fail "$1 did not become ready" "$state/log/$1.log"
    fi
    sleep 0.1
  done
}

halt() { # NAME SIGNAL: a process that does not stop within a minute is killed
  local pid
  local deadline=$((SECONDS + 60))
  if alive "$1"; then
    read -r pid _ <"$state/pid/$1"
    kill "-$2" "$pid" || :
  fi
  while alive "$1"; do
    if ((SECONDS >= deadline)); then
      kill -KILL "$pid" || :
    fi
    sleep 0.1
  done
  rm -f "$state/pid/$1"
}

stop_all() {
  halt apphost TERM
  halt rabbitmq TERM
  halt epmd TERM
  halt postgres INT
}

require_free_port() { # NAME PORT SUFFIX: of the variable that would name another port
  # What an earlier run left behind when it was killed may need a moment to end.
  local deadline=$((SECONDS + 5))
  while ! alive "$1" && listens "$2"; do
    if ((SECONDS >= deadline)); then
      die "port $2 for $1 is taken; free it or set REBATEFLOW_PORT_$3"
    fi
    sleep 0.2
  done
}
