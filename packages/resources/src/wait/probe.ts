import type { WaitParams } from './resource.ts';

/** One look at a port takes no longer, in seconds; a program has what a question has. */
const CONNECT_SECONDS = '5';
const COMMAND_SECONDS = '30';

/** Connects and closes at once; values come as words, never as part of the script. */
const PORT = 'exec 3<>"/dev/tcp/$0/$1"';

/** `$1` the address, `$2` the answers that will do, between blanks. */
const HTTP = `code=$(curl --silent --show-error --output /dev/null --write-out '%{http_code}' --max-time 10 -- "$1") || exit 1
case " $2 " in *" $code "*) exit 0 ;; esac
echo "it answers $code"
exit 1`;

/** What is waited for, for a sentence. */
export function whatIs({ port, host, url, command, path }: WaitParams): string {
  if (port !== undefined) return `port ${port} of ${host}`;
  if (url !== undefined) return url;
  return path ?? (command ?? []).join(' ');
}

/** The program that looks once: it ends with 0 where it holds, and else its last line says why not. */
export function probeOf({ port, host, url, status, command, path }: WaitParams): readonly string[] {
  if (port !== undefined) return ['timeout', CONNECT_SECONDS, 'bash', '-c', PORT, host, String(port)];
  if (url !== undefined) return ['sh', '-c', HTTP, 'sh', url, status.join(' ')];
  if (path !== undefined) return ['test', '-e', path];
  return ['timeout', COMMAND_SECONDS, ...(command ?? [])];
}

/**
 * Looks until it holds or the time is over. `$1` what is waited for, `$2` the limit and `$3` the pause in seconds, then the probe. Time
 * is the machine's uptime, so that a clock that is set changes nothing.
 */
const LOOP = `what=$1 limit=$2 pause=$3
shift 3
seconds() { read -r up _ </proc/uptime; echo "\${up%.*}"; }
start=$(seconds) said=-9
while ! why=$("$@" 2>&1); do
  spent=$(($(seconds) - start)) why=$(printf '%s' "$why" | tail -n 1 | cut -c 1-300)
  if [ "$spent" -ge "$limit" ]; then
    echo "\${why:-it does not hold}"
    exit 1
  fi
  if [ $((spent - said)) -ge 5 ]; then
    echo "waiting for $what, $spent s of $limit s: \${why:-it does not hold yet}"
    said=$spent
  fi
  sleep "$pause"
done
echo "$what: holds after $(($(seconds) - start)) s"`;

/** The program that waits, and says every few seconds what for. */
export const loopOf = (params: WaitParams): readonly string[] => [
  'sh',
  '-c',
  LOOP,
  'sh',
  whatIs(params),
  String(Math.ceil(params.timeoutMs / 1000)),
  String(params.everyMs / 1000),
  ...probeOf(params),
];
