import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog, Change, Fault, SealedSecret } from '@rolecall/protocol';
import { providers } from '@rolecall/resources/providers';
import { type BoundCatalog, bindCatalog } from '../../../packages/agent/src/catalog/bind.ts';
import { KnownSecrets } from '../../../packages/agent/src/catalog/known-secrets.ts';
import { type Applied, applyCatalog } from '../../../packages/agent/src/engine/apply.ts';
import { gatherFacts } from '../../../packages/agent/src/facts/index.ts';
import { Accounts } from '../../../packages/agent/src/host/accounts.ts';
import { createHost } from '../../../packages/agent/src/host/host.ts';
import { type HostFor, type HostSystem, openHost } from '../../../packages/agent/src/host/index.ts';
import { LAYOUT } from '../../../packages/agent/src/layout.ts';
import { runStep } from '../../../packages/agent/src/runner/index.ts';
import { type Planned, planned } from '../../../packages/agent/src/testing/planned.ts';
import { artifact } from '../../../packages/agent/src/verbs/artifact.ts';
import { repeat } from './attacked.ts';
import { andBack, removeAll } from './back.ts';
import { DirectCommands } from './direct-commands.ts';

/**
 * How programs run: in units, as the agent has them; as children of this process; or those of them that touch files, while those that tell
 * systemd or the kernel what files say are not asked: they take most of the time.
 */
export type Programs = 'in units' | 'directly' | 'directly, for files alone';

const TELLING = ['systemctl', 'systemd-run', 'nft'];

/** What a test asks, as JSON on standard input: secrets are in no process list. */
export interface Question {
  readonly do: 'plan' | 'apply' | 'remove' | 'back' | 'repeat';
  /** How often, where it is repeated. */
  readonly rounds?: number;
  /** How many turns of an attacker it lasts at least. */
  readonly turns?: number;
  readonly programs?: Programs;
  /** Names the work; never used again on one host. */
  readonly work: string;
  readonly catalog: Catalog;
  readonly sealed: readonly SealedSecret[];
  /** PKCS #8 PEM. */
  readonly sealingKey: string;
}

/** One resource that was not as wanted, and how that ended. */
export interface Settled {
  readonly change: Change;
  readonly outcome: 'ok' | 'changed' | 'failed';
  readonly fault?: Fault | undefined;
}

export type PlanReply = Planned;
export type ApplyReply = Applied & {
  readonly settled: readonly Settled[];
  /** All that commands wrote. */
  readonly output: string;
};

/** Stands in the agent's place: `step FOLDER` is the runner of commands, `artifact` unpacks, anything else answers one question. */
async function main([verb = '', folder = '']: readonly string[]): Promise<void> {
  if (verb === 'step') return runStep(folder);
  if (verb === 'artifact') return artifact();
  const question: Question = JSON.parse(readFileSync(0, 'utf8'));
  const system = await openHost({
    folders: { state: LAYOUT.state, memory: '/run/rolecall' },
    runner: [process.execPath, process.argv[1] ?? '', 'step'],
  });
  const sealingKey = createPrivateKey(question.sealingKey);
  const bound = bindCatalog(question.catalog, question.sealed, question.work, {
    providers,
    hostFor: hostsOf(question, system),
    sealingKey,
    known: new KnownSecrets(join(LAYOUT.state, 'secrets.json'), sealingKey),
    onOutput: ({ bytes }) => void output.push(Buffer.from(bytes)),
  });
  console.log(JSON.stringify(await answer(question, bound, system)));
}

async function answer(
  { do: what, work, rounds = 1, turns = 1 }: Question,
  bound: BoundCatalog,
  system: HostSystem,
): Promise<unknown> {
  switch (what) {
    case 'plan':
      return plan(work, bound, system);
    case 'apply':
      return apply(work, bound, system);
    case 'remove':
      return removeAll(bound);
    case 'repeat':
      return repeat(bound, rounds, turns);
    case 'back':
      return andBack(bound, () => apply(work, bound, system));
  }
}

const output: Buffer[] = [];

/** Hosts that gather facts, as the agent gives them out. */
const knowing =
  ({ hostFor }: HostSystem): HostFor =>
  (work) => ({ ...hostFor(work), facts: () => gatherFacts() });

function hostsOf({ programs = 'in units' }: Question, system: HostSystem): HostFor {
  if (programs === 'in units') return knowing(system);
  const accounts = new Accounts();
  const agent = [process.execPath, process.argv[1] ?? ''] as const;
  const commands = new DirectCommands(accounts, programs === 'directly' ? [] : TELLING);
  return createHost({ accounts, commands, owed: system.owed, agent });
}

const hostOf = (work: string, { hide }: BoundCatalog, system: HostSystem) =>
  knowing(system)({ id: work, hide, onOutput: () => {} });

const plan = (work: string, bound: BoundCatalog, system: HostSystem): Promise<PlanReply> =>
  planned(bound.resources, hostOf(work, bound, system));

async function apply(work: string, bound: BoundCatalog, system: HostSystem): Promise<ApplyReply> {
  const settled: Settled[] = [];
  const from = { next: 0, changed: 0, begun: new Map() } as const;
  const applied = await applyCatalog(
    { resources: bound.resources, host: hostOf(work, bound, system), owed: system.owed, ...from },
    {
      beforeWrite: async () => undefined,
      settled: (change, outcome, _, fault) => void settled.push({ change, outcome, fault }),
      isCancelled: () => false,
    },
  );
  await system.commands.forget(work);
  return { ...applied, settled, output: Buffer.concat(output).toString('utf8') };
}

void main(process.argv.slice(2));
