import type { CommandResult } from '../../lab/machine/command.ts';
import { cassandraClient } from './cassandra-client.ts';
import type { CassandraFleet } from './cassandra-fleet.ts';
import type { Samples } from './load.ts';
import { overlapping, turnsOf } from './turns.ts';
import { type Endured, underLoad } from './under-load.ts';

/** Has a command of the controller change running members under a client that writes and reads at QUORUM all the time, while something else happens to those that are down. */
export async function rollUnderLoad(
  { fleet }: CassandraFleet,
  members: readonly string[],
  prefix: string,
  words: readonly string[],
  meanwhile: (down: Samples) => Promise<void>,
): Promise<Endured<CommandResult>> {
  using client = await cassandraClient(fleet, members);
  return await underLoad({ fleet, members, port: 9042 }, client, prefix, async (down) => {
    const changing = fleet.cli([...words, '-y', '--jsonl'], { timeoutMs: 900_000 });
    const middle = meanwhile(down);
    await Promise.race([middle, ended(changing)]);
    const came = await changing;
    await middle;
    return came;
  });
}

/** What was to happen in the middle of something that has ended is not waited for. */
const ended = (work: Promise<CommandResult>): Promise<void> =>
  work.then(({ exitCode, stderr }) => {
    if (exitCode !== 0) throw new Error(`it ended with ${exitCode}:\n${stderr}`);
  });

/** No operation failed, never two were down at once, and all had their turn, each only when the cluster was whole after the one before it. */
export function expectRound({ came, met, most, who }: Endured<CommandResult>, members: readonly string[]): void {
  expect([came.exitCode, came.stderr]).toEqual([0, expect.anything()]);
  expect(met.failed).toEqual([]);
  expect(met.acknowledged).toBeGreaterThan(50);
  expect([most, who]).toEqual([1, members]);
  const turns = turnsOf(came.stdout, 'cassandra');
  expect(turns.map(({ instance }) => instance).sort()).toEqual(members.map((host) => `cassandra@${host}`));
  expect(overlapping(turns)).toEqual([]);
}
