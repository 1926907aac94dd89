import { parseArgs } from 'node:util';
import { requireLab } from '../../test/lab/requirements.ts';
import { ansible, mitogen } from './ansible.ts';
import { cfengine } from './cfengine.ts';
import { keepRounds, readKept } from './kept.ts';
import type { Peer } from './peer.ts';
import { puppet } from './puppet.ts';
import { pyinfra } from './pyinfra.ts';
import { peersText, type Result, writeSection } from './report.ts';
import { rolecall } from './rolecall.ts';
import { playRound, type Round } from './round.ts';
import { salt } from './salt.ts';
import { distanceText, scaleText } from './scale.ts';

const USAGE = `npm run bench:peers -- [--runs N] [--count N] [--only NAME]... [--keep FILE] [--scale] [--distance] [--print]

As root. Applies the same resources with Rolecall and with its peers on fresh throwaway hosts, and writes docs/performance.md.
  --runs N     how often each is measured (default 5)
  --count N    how many resources (default 200)
  --only NAME  just this one: rolecall, ansible, mitogen, pyinfra, salt, puppet or cfengine; printed, not written, unless rounds are kept
  --keep FILE  rounds are kept there, and those that it holds count: goes on with a measurement that was interrupted
  --scale      Rolecall alone: 1 to 32 hosts, and 10 to 10,000 resources on one host
  --distance   Rolecall alone: five hosts at 0, 30 and 150 ms
  --print      print what would be written`;

const PEERS = { rolecall, ansible, mitogen, pyinfra, salt, puppet, cfengine } as const;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    count: { type: 'string', default: '200' },
    only: { type: 'string', multiple: true },
    keep: { type: 'string' },
    scale: { type: 'boolean', default: false },
    distance: { type: 'boolean', default: false },
    print: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stderr.write(`bench: ${line}\n`);

/** Round by round rather than peer by peer, so that a busy minute of the machine falls on all of them. A peer that has its rounds is left alone. */
async function measurePeers(
  played: readonly Peer[],
  { count, runs, file }: { readonly count: number; readonly runs: number; readonly file: string | undefined },
): Promise<readonly Result[]> {
  const kept = readKept(file, count);
  const results = new Map<Peer, Omit<Result, 'rounds'> & { readonly rounds: Round[] }>();
  for (const peer of Object.values(PEERS)) {
    const rounds = [...(kept.rounds[peer.name] ?? [])];
    if (rounds.length === 0 && !played.includes(peer)) continue;
    const { name, note } = peer;
    const had = await attempt(() => peer.fetch());
    results.set(peer, { name, note, rounds, ...('is' in had ? { version: had.is } : { version: '', ...had }) });
  }
  for (let i = 1; i <= runs; i++) {
    for (const [peer, result] of results) {
      if (result.missing !== undefined || result.rounds.length >= i || !played.includes(peer)) continue;
      say(`${peer.name}, run ${i} of ${runs}`);
      const round = await attempt(() => playRound(peer, count));
      if ('is' in round) {
        result.rounds.push(round.is);
        keepRounds(file, { count, rounds: roundsOf(results.values()) });
      } else results.set(peer, { ...result, rounds: [], missing: round.missing });
    }
  }
  return [...results.values()];
}

const roundsOf = (results: Iterable<Result>): Readonly<Record<string, readonly Round[]>> =>
  Object.fromEntries(Array.from(results, ({ name, rounds }) => [name, rounds]));

async function attempt<T>(act: () => Promise<T>): Promise<{ readonly is: T } | { readonly missing: string }> {
  try {
    return { is: await act() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say(message);
    return { missing: (message.split('\n')[0] ?? '').replace(/[:.]$/, '') };
  }
}

function chosen(): readonly Peer[] {
  const known: Readonly<Record<string, Peer>> = PEERS;
  return (values.only ?? Object.keys(PEERS)).map((name) => known[name] ?? unknownPeer(name));
}

function unknownPeer(name: string): never {
  throw new Error(`no peer is named ${name}: ${Object.keys(PEERS).join(', ')} are`);
}

function show(section: string, text: string): void {
  if (values.print || (values.only !== undefined && values.keep === undefined)) console.log(text);
  else writeSection(section, text);
}

async function main(): Promise<void> {
  if (values.help) return console.log(USAGE);
  const runs = Number(values.runs);
  await requireLab({ install: true });
  if (values.scale) show('scale', await scaleText(runs, say));
  if (values.distance) show('distance', await distanceText(runs, say));
  if (values.scale || values.distance) return;
  const count = Number(values.count);
  show('peers', peersText(await measurePeers(chosen(), { count, runs, file: values.keep }), count, runs));
}

await main();
