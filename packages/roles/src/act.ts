import type { InputOf, Kinds } from '@rolecall/resources';
import { kinds } from '@rolecall/resources';
import type { Declared } from './declared.ts';
import { declaredAs, type Written } from './kinds.ts';
import { type Duration, millisecondsOf } from './size.ts';

/** Longest name of a command; see the kind `command`. */
const MAX_NAME = 200;

type Options = Written<Omit<InputOf<Kinds['command']>, 'argv' | 'name'>> & {
  /** What it is for, as people will see it; its words unless told. */
  readonly name?: string;
  /** After this time it is ended and has failed: `'2h'`; `timeoutMs` in another form. It is kept by the host alone. */
  readonly deadline?: Duration;
};

const timed = (deadline: Duration | undefined) =>
  deadline === undefined ? {} : { timeoutMs: millisecondsOf(deadline) };

const CONTROLLER = `set -eu
settings=/etc/rolecall
controller=$(sed -n 's/.*"controller": *"\\([^"]*\\)".*/\\1/p' "$settings/agent.json")
ask() {
  curl -fsS --cacert "$settings/ca.crt" --cert "$settings/agent.crt" --key "$settings/agent.key" "$@"
}
`;
const KEEP = `${CONTROLLER}
sum=$(sha256sum "$1" | cut -d ' ' -f 1)
kept() { ask -H 'expect:' -H "rolecall-sha256: $sum" "$@" "$controller/kept/$as"; }
as=$2
tries=0
while :; do
  said=$(kept --retry 40 --retry-delay 3 --retry-all-errors -X POST -H "rolecall-size: $(stat -c %s "$1")")
  case "$said" in *'"stored":true'*) break ;; esac
  offset=$(printf '%s' "$said" | sed -n 's/.*"offset":\\([0-9]*\\).*/\\1/p')
  tail -c "+$((offset + 1))" "$1" | kept -X PATCH -H "upload-offset: $offset" -T - >/dev/null || {
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || exit 1
    sleep 3
  }
done
echo "kept as $as, sha256 $sum"
`;
const FETCH = `${CONTROLLER}
umask 077
mkdir -p "$(dirname "$2")"
ask --retry 40 --retry-delay 3 --retry-all-errors -o "$2.part" "$controller/blobs/$1"
echo "$1  $2.part" | sha256sum --quiet -c -
sync "$2.part"
mv "$2.part" "$2"
`;
/** What a file may take on its way unless told, in milliseconds. */
const TRANSFER_MS = 6 * 3_600_000;

const transfer = (script: string, name: string, words: readonly string[], { deadline }: Pick<Options, 'deadline'>) => ({
  argv: ['sh', '-c', script, 'sh', ...words],
  name,
  timeoutMs: deadline === undefined ? TRANSFER_MS : millisecondsOf(deadline),
});

/** Things done to a running service, for `drain`, `undrain` and jobs: unlike `ask`, they may change it. */
export const act = {
  /** Runs a program. It should be safe to repeat: a host may lose power in the middle of it. */
  command: (argv: readonly string[], { deadline, ...options }: Options = {}): Declared<'command'> =>
    declaredAs(
      kinds.command,
      {
        onInterrupted: 'rerun',
        ...timed(deadline),
        ...options,
        name: options.name ?? argv.join(' ').slice(0, MAX_NAME),
        argv,
      },
      act.command,
    ),
  /**
   * Gives a file of the host to the controller to keep, among its artifacts: in a step whose `keeps` names it so. All that one recipe keeps has one
   * version; names that begin with the use and a dot are found together again (`restore --from`, as `part-1=NAME=CHECKSUM` and so on among what is
   * given). The host has `curl`.
   */
  keep: (path: string, as: string, options: Pick<Options, 'deadline'> = {}): Declared<'command'> =>
    declaredAs(
      kinds.command,
      { onInterrupted: 'rerun', ...transfer(KEEP, `give ${path} to the controller`, [path, as], options) },
      act.keep,
    ),
  /** Fetches what the controller keeps, by its checksum, into a file of root's: in a step whose `fetches` names it. The host has `curl`. */
  fetch: (sha256: string, path: string, options: Pick<Options, 'deadline'> = {}): Declared<'command'> =>
    declaredAs(
      kinds.command,
      { onInterrupted: 'rerun', ...transfer(FETCH, `fetch ${path} from the controller`, [sha256, path], options) },
      act.fetch,
    ),
} as const;
