#!/usr/bin/env bash
# Installs every peer of `npm run interop`. To be run as root on Debian 12; running it again does no harm.
#
# No service is started: policy-rc.d says no while we are here. Exim conflicts with Postfix, so it is unpacked beside the
# system and never installed; the other Nodes and Haraka come from npm. All live under .cache/peers.
set -euo pipefail
cd "$(dirname "$0")/../../.."
cache=$PWD/.cache/peers
mkdir -p "$cache"
export DEBIAN_FRONTEND=noninteractive

packages=(
  redis-server postgresql mariadb-server slapd ldap-utils sasl2-bin
  bind9 bind9-utils bind9-dnsutils unbound knot knot-dnssecutils nsd ldnsutils
  spfquery python3-spf python3-dns libopendmarc2 postfix-mta-sts-resolver
  opendkim opendkim-tools python3-dkim python3-authres python3-flufl.bounce libsisimai-perl haproxy
  swaks gsasl curl libauthen-sasl-perl libnet-ssleay-perl dovecot-core dovecot-lmtpd
  spamd postfix openssl gnutls-bin sslscan tinycdb ca-certificates iproute2 util-linux mount bash zsh fish
)
# What Debian's exim4-daemon-heavy needs to start.
exim_libraries=(
  libdb5.3 libgnutls-dane0 libidn12 libldap-2.5-0 libmariadb3 libnsl2 libpam0g libperl5.36 libpq5
  libsasl2-2 libspf2-2 libsqlite3-0
)
# And clamd, which comes without its signatures: those of the suite are its own.
clamav_libraries=(
  libmspack0 libjson-c5 libxml2 libcurl4 libbz2-1.0
)
# And opensmtpd.
opensmtpd_libraries=(
  libevent-2.1-7 libcap-ng0 libaudit1
)

refuse_services() {
  [ -e /usr/sbin/policy-rc.d ] && return
  printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
  chmod 755 /usr/sbin/policy-rc.d
  trap 'rm -f /usr/sbin/policy-rc.d' EXIT
}

missing() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || echo "$package"
  done
}

install_packages() {
  local wanted
  mapfile -t wanted < <(missing "${packages[@]}" "${exim_libraries[@]}" "${opensmtpd_libraries[@]}" "${clamav_libraries[@]}")
  [ ${#wanted[@]} -eq 0 ] && return
  apt-get update -q
  apt-get install -y -q --no-install-recommends "${wanted[@]}"
}

unpack_exim() {
  [ -x "$cache/exim/usr/sbin/exim4" ] && [ -x "$cache/exim/usr/sbin/update-exim4.conf.template" ] && return
  local folder
  folder=$(mktemp -d)
  apt-cache show exim4-daemon-heavy > /dev/null 2>&1 || apt-get update -q
  (cd "$folder" && apt-get download -q exim4-daemon-heavy exim4-base exim4-config)
  for package in "$folder"/*.deb; do dpkg -x "$package" "$cache/exim"; done
  rm -rf "$folder"
}

# Its package would bring hundreds of megabytes of signatures, and the program that fetches them.
unpack_clamav() {
  [ -x "$cache/clamav/usr/sbin/clamd" ] && return
  local folder
  folder=$(mktemp -d)
  apt-cache show clamav-daemon > /dev/null 2>&1 || apt-get update -q
  (cd "$folder" && apt-get download -q clamav-daemon libclamav12)
  for package in "$folder"/*.deb; do dpkg -x "$package" "$cache/clamav"; done
  rm -rf "$folder"
}

# Its package conflicts with Postfix, too.
unpack_opensmtpd() {
  [ -x "$cache/opensmtpd/usr/sbin/smtpd" ] && return
  local folder
  folder=$(mktemp -d)
  apt-cache show opensmtpd > /dev/null 2>&1 || apt-get update -q
  (cd "$folder" && apt-get download -q opensmtpd)
  dpkg -x "$folder"/opensmtpd_*.deb "$cache/opensmtpd"
  rm -rf "$folder"
}

# It gives up root for these.
add_opensmtpd_users() {
  local user
  for user in opensmtpd opensmtpq; do
    id "$user" > /dev/null 2>&1 && continue
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$user"
  done
}

# Exim's binary insists on the user it was built for.
add_exim_user() {
  id Debian-exim > /dev/null 2>&1 && return
  useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin Debian-exim
}

# arg: a major version of Node
install_node() {
  [ -x "$cache/node$1/bin/node" ] && return
  local platform folder
  platform=$(node -p '`node-${process.platform}-${process.arch}`')
  folder=$(mktemp -d)
  npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund "$platform@$1"
  mkdir -p "$cache/node$1/bin"
  cp "$folder/node_modules/$platform/bin/node" "$cache/node$1/bin/node"
  rm -rf "$folder"
}

# A peer of one benchmark alone, which says so where it is missing.
install_haraka() {
  [ -f "$cache/haraka/node_modules/Haraka/bin/haraka" ] && return
  npm install --prefix "$cache/haraka" --no-save --ignore-scripts --no-audit --no-fund Haraka@3 ||
    echo 'Haraka cannot be had' >&2
}

refuse_services
install_packages
unpack_exim
unpack_clamav
unpack_opensmtpd
add_opensmtpd_users
add_exim_user
install_node 22
install_node 24
install_haraka
