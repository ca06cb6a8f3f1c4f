# shellcheck shell=bash
# What infra/deploy and infra/destroy share: how they tell what they do, ask, and give up. Read by them, not run.

# say TEXT: one line for the person who waits.
say() { printf '%s\n' "$*" >&2; }

# step TEXT: the next of $steps steps begins.
step() { count=$((${count:-0} + 1)); say "[$count/${steps:?}] $*"; }

# fail TEXT [WHAT TO DO]: gives up.
fail() {
  say "Failed: $1"
  [ -z "${2:-}" ] || say "What to do: $2"
  exit 1
}

# wrong TEXT: the arguments make no sense.
wrong() {
  say "$1"
  usage >&2
  exit 2
}

# need TOOL:WHERE TO GET IT...: all that are missing are told at once.
need() {
  local entry missing=
  for entry in "$@"; do
    command -v "${entry%%:*}" >/dev/null 2>&1 || missing="$missing
  ${entry%%:*}: ${entry#*:}"
  done
  [ -z "$missing" ] || fail "programs are missing:$missing" "install them and run this again"
}

# agrees QUESTION ANSWER: whether the person gives exactly this answer. No terminal and no answer is a no.
agrees() {
  local answer=
  printf '%s ' "$1" >&2
  IFS= read -r answer || true
  [ "$answer" = "$2" ]
}

# signed_in: the subscription's name and id, in $subscription and $subscriptionId.
# shellcheck disable=SC2034
signed_in() {
  subscription=$(az account show --query name --output tsv 2>/dev/null) || fail "nobody is signed in to Azure" "az login, then: az account set --subscription <name>"
  subscriptionId=$(az account show --query id --output tsv)
}
