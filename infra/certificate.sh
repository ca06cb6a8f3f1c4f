# shellcheck shell=bash disable=SC2154
# The TLS certificate, as infra/deploy looks at it, puts it into the key vault or has it made there. Read by it, not run.

# look_at_file: what can be known of $certificate before anything is made. The key vault takes keys in PEM as PKCS#8 only.
look_at_file() {
  [ -r "$certificate" ] || fail "there is no certificate $certificate to read" "name the file with its key, PEM or PKCS#12"
  grep -q -a -e '-----BEGIN' "$certificate" || return 0
  grep -q -a -e '-----BEGIN CERTIFICATE-----' "$certificate" || fail "$certificate holds no certificate" "it must hold the certificate, those between it and its authority, and the key: cat fullchain.pem key.pem"
  if ! grep -q -a -e '-----BEGIN PRIVATE KEY-----' "$certificate"; then
    ! grep -q -a -e 'PRIVATE KEY-----' "$certificate" || fail "the key in $certificate is not in the form that the key vault takes, which is PKCS#8 without a password (BEGIN PRIVATE KEY)" "openssl pkcs8 -topk8 -nocrypt -in <the file with the key> -out key.pem, then put certificates and key.pem into one file"
    fail "$certificate holds no key" "it must hold the certificate and its key: cat fullchain.pem key.pem"
  fi
  [ -z "$MUC_DOMAIN" ] || fits "$MUC_DOMAIN" "$(names_in <"$certificate")" ||
    fail "the certificate in $certificate is not for $MUC_DOMAIN" "it names: $(names_in <"$certificate"). Get $(wanted "$MUC_DOMAIN")"
}

# foresee_certificate: a first deployment of prod has none to use, which need not be found out after ten minutes.
foresee_certificate() {
  if [ -n "$certificate" ]; then
    look_at_file
  elif [ "$environment" = prod ] && [ -z "$known" ] && [ -z "$(deleted_vault)" ]; then
    if [ "$MUC_HOST_DNS_ZONE" = true ]; then
      say "      there is no certificate yet: this run ends when the zone of $MUC_DOMAIN is made, with which you may get one"
    else
      fail "prod needs a certificate, and there is none yet" "get $(wanted "$MUC_DOMAIN") from an authority (its file with the key: PEM or PKCS#12) and run: infra/deploy prod --certificate FILE"
    fi
  fi
}

# wanted DOMAIN: what must be got.
wanted() { printf 'a certificate for %s and conference.%s' "$1" "$1"; }

# names_in: the names of the first certificate in PEM that is read from standard input, with spaces between them; a name that is none of DNS, and a
# certificate that can't be read here, is "othername".
names_in() {
  local text names
  text=$(openssl x509 -noout -text 2>/dev/null) || { printf othername; return; }
  names=$(grep -o -e 'DNS:[^, ]*' -e 'othername' <<<"$text" || true)
  names=${names//DNS:/}
  printf '%s' "${names//$'\n'/ }"
}

# fits DOMAIN NAMES: whether clients at the domain accept a certificate of these names. One that isn't of DNS (SRVName, XmppAddr) can't be judged here.
fits() {
  local one
  for one in $2; do
    case $one in
      "$1" | othername) return 0 ;;
      '*.'*) [ "$one" != "*.${1#*.}" ] || return 0 ;;
    esac
  done
  return 1
}

# in_vault: whether there is a certificate; then its names are in $names and who issued it in $issuer, Self for the vault itself.
in_vault() {
  local shown der
  if ! shown=$(az keyvault certificate show "${vault[@]}" --output tsv --query "[policy.issuerParameters.name || 'Unknown', cer]" 2>"$work/said"); then
    case $(<"$work/said") in *CertificateNotFound*) return 1 ;; esac
    say "$(<"$work/said")"
    fail "the key vault does not show its certificate" "read what Azure says above. Who may: members of the group that MUC_CERTIFICATE_OFFICERS names, else who deployed last; from the addresses of MUC_OPERATOR_RANGES, if there are any"
  fi
  {
    read -r issuer
    read -r der
  } <<<"$shown" || true
  names=$({ echo '-----BEGIN CERTIFICATE-----'; fold -w 64 <<<"$der"; echo '-----END CERTIFICATE-----'; } | names_in)
}

put_certificate() {
  step "The certificate of $domain"
  vault=(--vault-name "$keyVaultName" --name "$certificateName")
  if [ -n "$certificate" ]; then
    az keyvault certificate import "${vault[@]}" --file "$certificate" ${MUC_CERTIFICATE_PASSWORD:+--password "$MUC_CERTIFICATE_PASSWORD"} --output none ||
      fail "the key vault does not take $certificate" "it must hold the certificate and its key; a password of PKCS#12 goes into MUC_CERTIFICATE_PASSWORD"
    say "      imported from $certificate; silos take it over within two minutes"
    ! in_vault || judge
  elif in_vault && ! { [ "$environment" = dev ] && [ "$issuer" = Self ] && ! fits "$domain" "$names"; }; then
    judge
    say "      is there; infra/deploy $environment --certificate FILE replaces it"
  elif [ "$environment" = dev ]; then
    self_signed >"$work/policy.json"
    az keyvault certificate create "${vault[@]}" --policy "@$work/policy.json" --output none ||
      fail "the key vault makes no certificate" "give it $(wanted "$domain"): infra/deploy dev --certificate FILE"
    say "      made by the key vault, self-signed: clients will ask whether they may trust it"
  else
    fail "the key vault has no certificate" "get $(wanted "$domain") from an authority (its file with the key: PEM or PKCS#12) and run: infra/deploy $environment --certificate FILE"
  fi
}

# judge: a certificate for another domain is refused by clients, not by silos, so nobody else would notice.
judge() {
  fits "$domain" "$names" ||
    fail "the certificate in the key vault is not for $domain" "it names: ${names:-nothing}. Get $(wanted "$domain") and run: infra/deploy $environment --certificate FILE"
}

self_signed() {
  cat <<JSON
{
  "issuerParameters": { "name": "Self" },
  "keyProperties": { "exportable": true, "keyType": "RSA", "keySize": 2048, "reuseKey": false },
  "secretProperties": { "contentType": "application/x-pem-file" },
  "lifetimeActions": [{ "action": { "actionType": "AutoRenew" }, "trigger": { "daysBeforeExpiry": 30 } }],
  "x509CertificateProperties": {
    "subject": "CN=$name-$environment",
    "subjectAlternativeNames": { "dnsNames": ["$domain", "conference.$domain"] },
    "keyUsage": ["digitalSignature", "keyEncipherment"],
    "ekus": ["1.3.6.1.5.5.7.3.1"],
    "validityInMonths": 12
  }
}
JSON
}
