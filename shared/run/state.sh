# Where a set of servers keeps its secrets, logs, process ids and data.

use_state() { # FOLDER: makes it if need be, and locks it until this run ends
  state=$root/$1
  data=$state/data
  data_outside=/var/lib/rebateflow-$(cksum <<<"$state" | cut -d' ' -f1)
  umask 077
  mkdir -p "$state"/{log,pid,data}

  # The lock hangs on file descriptor 9, which is closed for all that is started to stay.
  exec 9<"$state"
  flock -n 9 || die "another ./run is busy with $1"

  [[ -e $state/secrets ]] || write_secrets
  # shellcheck source=/dev/null
  source "$state/secrets"
  if ((EUID == 0)); then
    open_data_to_servers
  fi
}

write_secrets() {
  printf '%s=%s\n' \
    PG_PASSWORD "$(random_secret)" \
    MQ_PASSWORD "$(random_secret)" \
    MQ_COOKIE "$(random_secret)" \
    BROWSER_TOKEN "$(random_secret)" >"$state/secrets"
}

# Started as root, the servers run as users of their own, who must be able to reach their data.
# When the repository lies below a closed folder, such as /root, the data go to /var/lib instead.
open_data_to_servers() {
  local nobody=65534
  chmod 711 "$root/.local" "$state" "$data"
  if ! setpriv --reuid $nobody --regid $nobody --clear-groups test -x "$data"; then
    data=$data_outside
  fi
  install -dm 711 "$data"
}

forget() { # stops the servers and removes all that they and we wrote
  stop_all
  rm -rf "$state" "$data_outside"
}

discard_data() { # the same, but the logs stay
  stop_all
  rm -rf "$data"
}
