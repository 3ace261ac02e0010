#!/usr/bin/env bash
# Installs packages without the servers they would set up: PACKAGE... Needs the rights of root.
# Only the programs are wanted, so no cluster is made and no service is started or enabled.
set -euo pipefail
umask 022

policy=/usr/sbin/policy-rc.d
cluster_settings=/etc/postgresql-common/createcluster.d/rebateflow.conf
ours=("$cluster_settings")
trap 'rm -f "${ours[@]}"' EXIT

# Exit code 101 tells the package scripts that starting services is forbidden here.
if [[ ! -e $policy ]]; then
  ours+=("$policy")
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod +x $policy
fi
mkdir -p "${cluster_settings%/*}"
echo "create_main_cluster = false" >"$cluster_settings"

apt-get -q update
apt-get -qy install --no-install-recommends "$@"

if [[ -d /run/systemd/system && $* == *rabbitmq* ]]; then
  systemctl disable --now rabbitmq-server.service epmd.socket epmd.service
fi
