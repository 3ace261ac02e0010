# Small functions that the other files use. Sourced by run, like every file of this folder.

die() { # MESSAGE...: says what is wrong and ends the run
  printf 'run: %s\n' "$*" >&2
  exit 1
}

misuse() { # MESSAGE...: the same for words that are not understood; ends with 2
  printf 'run: %s\n' "$*" >&2
  exit 2
}

fail() { # MESSAGE LOG: the same, after showing how the log ends
  tail -n 20 "$2" >&2 || :
  die "$1; the whole log is in $2"
}

port() { # NAME DEFAULT: prints the value of REBATEFLOW_PORT_NAME, or the default
  local variable=REBATEFLOW_PORT_$1
  printf '%s' "${!variable:-$2}"
}

listens() { # PORT: succeeds when a process accepts connections on it
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

random_secret() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

build() { # PROJECT-OR-SOLUTION
  dotnet build "$1" -c Release --tl:off -v quiet --nologo </dev/null
}

assembly() { # NAME: prints where the build puts RebateFlow.NAME
  printf 'artifacts/bin/RebateFlow.%s/release/RebateFlow.%s.dll' "$1" "$1"
}

program() { # NAME WORD...
  dotnet "$(assembly "$1")" "${@:2}"
}
