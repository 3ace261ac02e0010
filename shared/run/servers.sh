# PostgreSQL and RabbitMQ of our own, on loopback, for those that the environment does not name.

# The variables that name a server. Tests have their own pair, so that a database which somebody
# works with is never taken for one to test on.
postgres_variable=REBATEFLOW_POSTGRES
rabbitmq_variable=REBATEFLOW_RABBITMQ

use_test_variables() {
  postgres_variable=REBATEFLOW_TEST_POSTGRES
  rabbitmq_variable=REBATEFLOW_TEST_RABBITMQ
}

start_servers() { # POSTGRES-OPTION...: afterwards both variables are set and exported
  install_missing
  if [[ -z ${!postgres_variable:-} ]]; then
    provide_postgres "$@"
  fi
  if [[ -z ${!rabbitmq_variable:-} ]]; then
    provide_rabbitmq
  fi
}

start_fresh_servers() { # POSTGRES-OPTION...: empty ones, on ports that nobody uses
  # In this order: AMQP, management, Erlang's distribution and its port mapper, PostgreSQL.
  local base=$((20000 + RANDOM % 12000))
  while any_of_five_listens "$base"; do
    base=$((base + 5))
  done
  export REBATEFLOW_PORT_RABBITMQ=$base
  export REBATEFLOW_PORT_RABBITMQ_MANAGEMENT=$((base + 1))
  export REBATEFLOW_PORT_POSTGRES=$((base + 4))
  start_servers "$@"
}

any_of_five_listens() { # FIRST-PORT
  local port
  for port in $(seq "$1" $(($1 + 4))); do
    if listens "$port"; then
      return 0
    fi
  done
  return 1
}

provide_postgres() { # OPTION...
  local postgres_port address
  postgres_port=$(port POSTGRES 7432)
  require_free_port postgres "$postgres_port" POSTGRES
  alive postgres || start_postgres "$postgres_port" "$@"
  address="Host=127.0.0.1;Port=$postgres_port;Database=postgres"
  export "$postgres_variable=$address;Username=rebateflow;Password=$PG_PASSWORD"
}

provide_rabbitmq() {
  local amqp_port management_port account
  amqp_port=$(port RABBITMQ 7672)
  management_port=$(port RABBITMQ_MANAGEMENT 7673)
  require_free_port rabbitmq "$amqp_port" RABBITMQ
  require_free_port rabbitmq "$management_port" RABBITMQ_MANAGEMENT
  alive rabbitmq || start_rabbitmq "$amqp_port" "$management_port"
  account=rebateflow:$MQ_PASSWORD
  export "$rabbitmq_variable=amqp://$account@127.0.0.1:$amqp_port/"
  export "${rabbitmq_variable}_MANAGEMENT=http://$account@127.0.0.1:$management_port/"
}

start_postgres() { # PORT OPTION...
  local bin
  local folder=$data/postgres
  bin=$(postgres_programs) || die "the PostgreSQL at hand is older than 15"
  [[ -e $folder/PG_VERSION ]] || create_cluster "$bin" "$folder"
  install -m 644 services/AppHost/Servers/postgresql.conf "$folder/rebateflow.conf"
  launch postgres postgres "$folder" "$bin/postgres" -D "$folder" \
    -c config_file="$folder/rebateflow.conf" -c listen_addresses=127.0.0.1 -c port="$1" "${@:2}"
  wait_for postgres 60 "$bin/pg_isready" -q -h 127.0.0.1 -p "$1"
}

create_cluster() { # POSTGRES-PROGRAMS FOLDER
  local log=$state/log/initdb.log
  mkdir -p "$2"
  echo "$PG_PASSWORD" >"$2.password"
  ((EUID)) || chown postgres: "$2" "$2.password"
  as_user postgres "$data" "$1/initdb" -D "$2" -U rebateflow --pwfile="$2.password" \
    -A scram-sha-256 -E UTF8 --locale=C
  "${command[@]}" >"$log" 2>&1 || fail "initdb failed" "$log"
  rm "$2.password"
}

start_rabbitmq() { # PORT MANAGEMENT-PORT
  local folder=$data/rabbitmq
  local epmd_port=$(($1 + 3))
  mkdir -p "$folder"
  install -m 600 services/AppHost/Servers/rabbitmq/* "$folder"
  printf '%s = %s\n' \
    default_pass "$MQ_PASSWORD" \
    management.tcp.port "$2" >>"$folder/rabbitmq.conf"
  printf '%s' "$MQ_COOKIE" >"$folder/.erlang.cookie"
  ((EUID)) || chown -R rabbitmq: "$folder"

  # Erlang would start epmd itself, on every address and for ever.
  launch epmd rabbitmq "$folder" epmd -address 127.0.0.1 -port $epmd_port
  wait_for epmd 20 listens $epmd_port
  launch rabbitmq rabbitmq "$folder" env HOME="$folder" RABBITMQ_NODE_PORT="$1" \
    RABBITMQ_CONF_ENV_FILE="$folder/rabbitmq-env.conf" /usr/lib/rabbitmq/bin/rabbitmq-server
  wait_for rabbitmq 120 listens "$1"
  wait_for rabbitmq 60 listens "$2"
}
