#!/bin/sh
# Makes this host known to a Rolecall controller and starts the agent. Run as root; safe to run again.
# All of it is one function that is called on the last line: a script that was cut off on its way does nothing.

rolecall_join() {
  set -eu
  umask 022
  LC_ALL=C.UTF-8
  export LC_ALL

  url=@URL@
  pin=@PIN@
  token=@TOKEN@
  token_hash=@TOKEN_HASH@
  token_state=@TOKEN_STATE@
  bundle=@BUNDLE@

  root=/opt/rolecall
  settings=/etc/rolecall
  state=/var/lib/rolecall
  unit=@UNIT@
  changed=no

  say() { printf 'rolecall: %s\n' "$*"; }
  fail() {
    printf 'rolecall: %s\n' "$*" >&2
    exit 1
  }

  # --- Can this host be managed? Nothing is changed before all of this is known.
  [ "$(id -u)" = 0 ] || fail 'this has to run as root: end the line with "| sudo sh"'
  for tool in curl dpkg dpkg-deb sha256sum getconf systemctl; do
    command -v "$tool" >/dev/null 2>&1 || fail "$tool is missing here: install it and run the line again"
  done
  [ -d /run/systemd/system ] || fail 'this host was not started by systemd, which the agent needs'
  architecture=$(dpkg --print-architecture)
  case $architecture in
@RUNTIMES@
    *) fail "the controller has no agent for $architecture: it serves @ARCHITECTURES@" ;;
  esac
  glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed -n 's/^glibc //p')
  case $glibc in
    '' | 0.* | 1.* | 2.[0-9] | 2.1[0-9] | 2.2[0-7])
      fail "the agent needs glibc 2.28 (Ubuntu 20.04, Debian 11), and this system has ${glibc:-none}" ;;
  esac
  if [ "$token_state" = used ] && ! grep -qs "$token_hash" "$settings/agent.json"; then
    fail 'this token is used up: make another with: controller enroll'
  fi

  # --- Fetching: the token goes by standard input, so that no process list shows it; content is checked by its digest.
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  get() {
    printf 'header = "Authorization: Bearer %s"\nheader = "Rolecall-Host: %s"\n' "$token" "${host_id:-}" |
      curl -fsSk --retry 3 --connect-timeout 20 --pinnedpubkey "$pin" --config - -o "$2" "$url/$1"
  }
  fetch() {
    get "blobs/$1" "$2" || fail "$url/blobs/$1 could not be fetched"
    printf '%s  %s\n' "$1" "$2" | sha256sum -c - >/dev/null 2>&1 || fail "what came for $1 is not what was asked for"
  }

  # --- The agent and its own Node.
  mkdir -p "$root"
  if [ ! -x "$runtime_folder/node" ]; then
    fetch "$runtime" "$work/runtime.deb"
    rm -rf "$root/.unpacked"
    dpkg-deb -x "$work/runtime.deb" "$root/.unpacked"
    rm -f "$work/runtime.deb"
    mkdir -p "$root/runtime"
    rm -rf "$runtime_folder"
    mv "$root/.unpacked$runtime_folder" "$runtime_folder"
    rm -rf "$root/.unpacked"
    say "unpacked $runtime_folder"
    changed=yes
  fi
  if [ ! -e "$release_folder/node" ]; then
    fetch "$bundle" "$work/agent.cjs"
    mkdir -p "$release_folder"
    cp "$work/agent.cjs" "$release_folder/agent.cjs"
    # Last: a release with this link is whole.
    ln -sfn "$runtime_folder/node" "$release_folder/node"
    say "unpacked $release_folder"
    changed=yes
  fi
  if [ "$(readlink "$root/current" || true)" != "$release_folder" ]; then
    ln -sfn "$release_folder" "$root/.current"
    mv -T "$root/.current" "$root/current"
    say "$root/current leads there"
    changed=yes
  fi

  # --- Its identity: the key is made here and stays here.
  cat >"$work/ca.crt" <<'ROLECALL_CA'
@CA@
ROLECALL_CA
  before=$(cksum "$settings/agent.json" 2>/dev/null || true)
  enrolled=$(ROLECALL_TOKEN=$token "$root/current/node" "$root/current/agent.cjs" enrol \
    --url "$url" --ca "$work/ca.crt" --pin "$pin" --settings "$settings" --state "$state") || exit 1
  say "$enrolled"
  [ "$before" = "$(cksum "$settings/agent.json")" ] || changed=yes

  # --- Its units.
  place() {
    if cmp -s "$work/file" "$1"; then return 0; fi
    mkdir -p "$(dirname "$1")"
    cp "$work/file" "$1.rolecall-new"
    chmod "$2" "$1.rolecall-new"
    mv "$1.rolecall-new" "$1"
    say "wrote $1"
    changed=yes
  }
@FILES@
  if [ "$changed" = yes ]; then
    systemctl daemon-reload
    systemctl enable --quiet "$unit"
    systemctl restart "$unit"
    say "started $unit"
  elif ! systemctl is-active --quiet "$unit"; then
    systemctl enable --quiet "$unit"
    systemctl start "$unit"
    say "started $unit"
  fi

  # --- Is it linked?
  host_id=$(sed -n 's/.*"hostId": *"\([0-9a-f-]*\)".*/\1/p' "$settings/agent.json")
  waited=0
  while [ "$waited" -lt 30 ]; do
    if get joined "$work/state" 2>/dev/null && [ "$(cat "$work/state")" = linked ]; then
      say 'the agent is linked to the controller: done'
      return 0
    fi
    sleep 1
    waited=$((waited + 1))
  done
  fail "the agent is installed but not linked after 30 s; look at: journalctl -u $unit -n 20"
} </dev/null

# In braces: no beginning of this line is a command either.
{ rolecall_join; }
