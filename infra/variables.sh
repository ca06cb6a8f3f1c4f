# shellcheck shell=bash disable=SC2154
# What infra/deploy is told by variables, and what it was told the last time. Read by it, not run.
#
# Azure keeps the parameters of the last deployment, so whoever deploys next, on whichever machine, begins with them: a variable that is not set stays
# as it was, one that is set to nothing is taken back, and every change is told before the question.

# Names of the variables that an environment has; the domain first.
variables_of() {
  echo MUC_DOMAIN MUC_REGISTRATION MUC_ADMINS
  [ "$1" != prod ] || echo MUC_HOST_DNS_ZONE MUC_ALERT_EMAILS MUC_ADMIN_GROUPS MUC_OPERATOR_RANGES MUC_CERTIFICATE_OFFICERS
}

# The parameters that they became, one a line, as NAME=value; lists with commas.
recorded=$(cat <<'QUERY'
[
  join('', ['MUC_DOMAIN=', properties.parameters.domain.value || '']),
  join('', ['MUC_REGISTRATION=', properties.parameters.registration.value || '']),
  join('', ['MUC_ADMINS=', join(',', properties.parameters.admins.value || `[]`)]),
  join('', ['MUC_HOST_DNS_ZONE=', to_string(properties.parameters.hostDnsZone.value || `false`)]),
  join('', ['MUC_ALERT_EMAILS=', join(',', properties.parameters.alertEmails.value || `[]`)]),
  join('', ['MUC_ADMIN_GROUPS=', join(',', properties.parameters.clusterAdminGroupObjectIds.value || `[]`)]),
  join('', ['MUC_OPERATOR_RANGES=', join(',', properties.parameters.operatorAddressRanges.value || `[]`)]),
  join('', ['MUC_CERTIFICATE_OFFICERS=', properties.parameters.certificateOfficerObjectId.value || ''])
]
QUERY
)
recorded=${recorded//$'\n'/}

# recall: sets every variable of $environment, from the surroundings or from the last deployment. $known is empty when there was none.
recall() {
  local before='' name jid
  known=
  if before=$(az deployment sub show --name "$deployment" --output tsv --query "$recorded" 2>"$work/said"); then
    known=1
  else
    case $(<"$work/said") in
      *DeploymentNotFound*) ;;
      *)
        say "$(<"$work/said")"
        fail "what the last deployment was told can't be read" "read what Azure says above. Without it, what was set then would be undone" ;;
    esac
  fi
  for name in $(variables_of "$environment"); do
    take "$name" "$(said_before "$name" "$before")"
  done
  [ -n "$known" ] || all_said
  case $MUC_REGISTRATION in
    open | closed) ;;
    *) fail "MUC_REGISTRATION is \"$MUC_REGISTRATION\"" "open: anybody may make an account; closed: nobody" ;;
  esac
  for jid in ${MUC_ADMINS//,/ }; do
    case $jid in
      */* | @* | *@ | *@*@*) ;;
      *@*) continue ;;
    esac
    fail "MUC_ADMINS has \"$jid\"" "bare JIDs, such as juliet@example.org, with spaces or commas between them"
  done
}

# said_before NAME LINES: its value among the lines.
said_before() {
  local line
  while IFS= read -r line; do
    case $line in
      "$1="*) printf '%s' "${line#*=}"; return ;;
    esac
  done <<<"$2"
}

# take NAME BEFORE: sets it, and says what stays and what changes.
take() {
  local name=$1 before=$2 now
  [ -n "$before" ] || before=$(usual "$name")
  if [ -z "${!name+set}" ]; then
    unsaid="${unsaid:-} $name"
    now=$before
    [ -z "$known" ] || [ "$now" = "$(usual "$name")" ] || say "      $name stays \"$now\""
  else
    now=$(commas "${!name}")
    [ -n "$now" ] || now=$(usual "$name")
    if [ -n "$known" ] && [ "$now" != "$before" ]; then
      [ "$name" != MUC_DOMAIN ] || [ -n "$newDomain" ] ||
        fail "the domain is ${before:-the one that Azure gives the address}, not ${now:-that one}" "leave MUC_DOMAIN out to keep it. Every account and room carries it, and those there are would not be found any more; if you want that: --new-domain"
      say "      $name changes: \"$before\" becomes \"$now\""
    fi
  fi
  export "$name=$now"
}

# usual NAME: what holds when nobody has said anything.
usual() {
  case $1/$environment in
    MUC_REGISTRATION/dev) echo open ;;
    MUC_REGISTRATION/*) echo closed ;;
    MUC_HOST_DNS_ZONE/*) echo false ;;
  esac
}

# commas LIST: the same list with commas only.
commas() {
  local IFS=$', \t\n'
  local parts
  read -r -d '' -a parts <<<"$1" || true
  IFS=,
  printf '%s' "${parts[*]:-}"
}

# all_said: where something is deployed already and Azure has forgotten what it was told, nothing is left to guesses.
all_said() {
  [ -z "$there" ] || [ -z "${unsaid:-}" ] ||
    fail "$group is there, but Azure has no record of what its last deployment was told" "set all of these, to nothing what is not wanted, or what they were is undone:$unsaid"
}

# site_settings: the settings of the silos that come from variables, as they are in settings.env of the site.
site_settings() {
  local jid count=0
  case $MUC_REGISTRATION in
    open) echo Muc__Registration__Open=true ;;
    *) echo Muc__Registration__Open=false ;;
  esac
  for jid in ${MUC_ADMINS//,/ }; do
    echo "Muc__Admins__$count=$jid"
    count=$((count + 1))
  done
}
