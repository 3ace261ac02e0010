# What a change has to pass, and the tools that help it to.

run_all_tests() {
  use_state .local/test
  verdict="0 passed, 1 failed"
  trap 'discard_data; echo "$verdict"' EXIT
  build RebateFlow.sln
  use_test_variables
  forget
  use_state .local/test
  start_fresh_servers -c fsync=off
  run_tests .
}

check() { # [--staged]: of a commit only the layout and the rules of the house
  [[ -z ${1:-} || $1 == --staged ]] || misuse "check takes --staged or nothing, not '$1'"
  use_state .local/check
  fmt --check
  case ${1:-} in
    --staged)
      build tests/RebateFlow.Architecture.Tests
      run_tests 'Flow\.Architecture'
      ;;
    "")
      build RebateFlow.sln
      # All but Bench.Tests, Clients.Tests and Integration.Tests, which need servers.
      run_tests 'Flow\.([^BCI]|Con|Intake)'
      ;;
  esac
}

run_tests() { # PATTERN: the test projects whose name matches; leaves the sums in $verdict
  local project log
  local code=0
  for project in tests/*.Tests; do
    project=${project#*/}
    [[ $project =~ $1 ]] || continue
    log=$state/log/$project.log
    timeout --foreground 30m dotnet "artifacts/bin/$project/release/$project.dll" \
      --progress off --ansi off </dev/null 2>&1 | tee "$log" || code=1
  done
  verdict=$(sum_of_tests $code "$state"/log/*.Tests.log)
  return $code
}

sum_of_tests() { # EXIT-CODE LOG...: a test program that dies without a word counts as one failed
  awk -v code="$1" '
    /^ +succeeded: / { passed += $2 }
    /^ +failed: / { failed += $2 }
    END {
      if (code && !failed) failed = 1
      printf "%d passed, %d failed", passed, failed
    }' "${@:2}"
}

fmt() { # [--check]
  local verb
  case ${1:-} in
    --check) verb=check ;;
    "") verb=format ;;
    *) misuse "fmt takes --check or nothing, not '$1'" ;;
  esac
  dotnet tool restore >/dev/null
  dotnet csharpier $verb .
}

setup() {
  git config core.hooksPath .githooks
  dotnet tool restore
}

bench() { # [ROW] [--against FOLDER]
  use_state .local/bench
  trap discard_data EXIT
  build tests/RebateFlow.Bench
  program Bench understand "$@" || exit
  forget
  use_state .local/bench
  # Two trees of four services, with a pool of 60 connections each.
  start_fresh_servers -c max_connections=600
  program Bench "$@"
}
