import { fileURLToPath } from 'node:url';
import { buildAgent } from '@rolecall/agent/build';
import { runtimeFolder } from '@rolecall/agent/layout';
import {
  type CatalogResource,
  type Change,
  type Difference,
  type InstanceId,
  type JsonObject,
  type KindName,
  makeSealingKeys,
  type SecretName,
  seal,
  secretMarker,
} from '@rolecall/protocol';
import { type InputOf, type Kinds, type KnownKind, kinds } from '@rolecall/resources';
import type { ZodObject } from 'zod';
import { type Lab, type LabHost, startLab } from '../../lab/lab.ts';
import type { Counts } from './attacked.ts';
import type { Removed } from './back.ts';
import type { ApplyReply, PlanReply, Question } from './kinds.entry.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** A resource as a site's catalog carries it: checked, with every default filled in. */
export function resource<K extends KnownKind>(kind: K, given: InputOf<Kinds[K]>): CatalogResource {
  const { params, key }: { params: ZodObject; key: unknown } = kinds[kind];
  const full = params.parse(given) as JsonObject;
  return { kind: kind as string as KindName, key: (key as KeyOf)(full), params: full, source: SOURCE };
}

type KeyOf = (params: JsonObject) => string;
const SOURCE = { file: 'site.ts', line: 1, column: 1 };
const SECRET = { name: 'kinds/password' as SecretName, version: 1 };

/** What stands in a resource where the secret goes. */
export const MARKER = secretMarker(SECRET.name);
/** Its value: no answer may ever hold it. */
export const CANARY = 'c4nary-of-kinds-5d1f7c';

const idOf = ({ kind, key }: CatalogResource | Change): string => `${kind}:${key}`;

/** Changes in few words, one a property: `file:/etc/motd mode: "0600" → "0644"`. */
export const shown = (changes: readonly Change[]): readonly string[] =>
  changes.flatMap((change) => change.differences.map((one) => `${idOf(change)} ${one.property}: ${valuesOf(one)}`));

const valuesOf = (one: Difference): string =>
  one.how === 'value' ? `${JSON.stringify(one.from)} → ${JSON.stringify(one.to)}` : one.how;

/** How often, until how many turns of an attacker, and how programs run. */
type Often = Required<Pick<Question, 'rounds' | 'turns' | 'programs'>>;

/** What must stay as it is while nothing is done: every file but logs and the agent's own, and since when services run. */
const LOOK = `cd /; find / -xdev \\( -path /var/lib/rolecall -o -path /var/log -o -path /root -o -path /var/lib/systemd -o -path /var/tmp \\) -prune \
  -o -printf '%p %y %m %U %G %s %T@ %C@ %l\\n' | sort
systemctl list-units --type=service --state=active --plain --no-legend | cut -d' ' -f1 | grep -v ^rolecall-step | sort | xargs systemctl show -p Id,InvocationID`;

/** A host on which the agent's engine, host and providers answer, a fresh process for every question. */
export class KindsHost {
  readonly lab: Lab;
  readonly host: LabHost;
  /** The runtime that the agent brings. */
  readonly node: string;
  readonly #keys = makeSealingKeys();
  #questions = 0;

  private constructor(lab: Lab, host: LabHost, node: string) {
    this.lab = lab;
    this.host = host;
    this.node = node;
  }

  static async boot(name: string, cachedPackages: readonly string[]): Promise<KindsHost> {
    const { bundle, runtime } = await buildAgent({
      cache: path('../../../.cache/agent'),
      entry: path('./kinds.entry.ts'),
    });
    const lab = await startLab({ hosts: [name], cachedPackages });
    const host = lab.host(name);
    await host.copyTo(runtime.path, '/root/runtime.deb');
    await host.copyTo(bundle.path, '/opt/rolecall/kinds.cjs');
    await host.exec(['dpkg-deb', '-x', '/root/runtime.deb', '/']);
    const there = new KindsHost(lab, host, `${runtimeFolder(runtime.id)}/node`);
    // The first start lays down what belongs to the agent.
    await there.plan();
    return there;
  }

  async plan(...resources: readonly CatalogResource[]): Promise<PlanReply> {
    return JSON.parse(await this.#ask('plan', resources));
  }

  async apply(...resources: readonly CatalogResource[]): Promise<ApplyReply> {
    return JSON.parse(await this.#ask('apply', resources));
  }

  /** Takes resources away; answers what was found where they were, by `KIND:KEY`. */
  async remove(...resources: readonly CatalogResource[]): Promise<Removed> {
    return JSON.parse(await this.#ask('remove', resources));
  }

  /** Settles a resource and takes it away so many times, and until an attacker took its turns; answers how often it ended how. */
  async repeat(resource: CatalogResource, often: Often): Promise<Counts> {
    return JSON.parse(await this.#ask('repeat', [resource], often));
  }

  /** Applies resources and brings back what stood there before: answers those that are not as they were. */
  async back(...resources: readonly CatalogResource[]): Promise<readonly string[]> {
    return JSON.parse(await this.#ask('back', resources));
  }

  /**
   * What every kind promises: a plan lists all and writes nothing, an apply makes it, a second one touches nothing, and after `spoil`, a
   * change by hand, an apply repairs what the plan shows. Answers what that plan showed.
   */
  async settles(resources: readonly CatalogResource[], spoil: string): Promise<readonly string[]> {
    const unchanged = await this.watch();
    expect((await this.plan(...resources)).changes.map(idOf)).toEqual(resources.map(idOf));
    expect(await unchanged()).toBe('');
    const made = await this.apply(...resources);
    expect(made).toMatchObject({ outcome: 'changed', counts: { changed: resources.length } });
    await this.isSettled(resources);
    await this.sh(spoil);
    const { changes } = await this.plan(...resources);
    const repaired = await this.apply(...resources);
    expect(repaired.settled.map(({ change }) => change)).toEqual(changes);
    await this.isSettled(resources);
    return shown(changes);
  }

  /** An apply has nothing to do and touches nothing. */
  async isSettled(resources: readonly CatalogResource[]): Promise<void> {
    const unchanged = await this.watch();
    const again = await this.apply(...resources);
    expect({ ...again, unchanged: await unchanged() }).toMatchObject({ outcome: 'ok', settled: [], unchanged: '' });
  }

  /** Remembers how the host is; asked later, answers what is different then. */
  async watch(): Promise<() => Promise<string>> {
    await this.host.exec(['sh', '-c', `{ ${LOOK}; } >/root/look-before`]);
    return () => this.sh(`{ ${LOOK}; } >/root/look-after; diff /root/look-before /root/look-after`);
  }

  async sh(script: string): Promise<string> {
    const { stdout } = await this.host.exec(['sh', '-c', script]);
    return stdout.trim();
  }

  /** Waits until a shell test holds. */
  async until(test: string): Promise<void> {
    const script = `for i in $(seq 100); do if ${test}; then exit 0; fi; sleep 0.1; done; exit 1`;
    const { exitCode } = await this.host.exec(['sh', '-c', script]);
    if (exitCode !== 0) throw new Error(`Never came true on ${this.host.name}: ${test}`);
  }

  async #ask(
    what: Question['do'],
    resources: readonly CatalogResource[],
    often: Often = { rounds: 1, turns: 1, programs: 'in units' },
  ): Promise<string> {
    const instance = `kinds@${this.host.name}` as InstanceId;
    const question: Question = {
      do: what,
      ...often,
      work: `r-2026/${instance}/converge/${++this.#questions}`,
      catalog: {
        schema: 'rolecall/catalog/1',
        instance,
        formerly: [],
        undo: null,
        resources: [...resources],
        secrets: [SECRET],
      },
      sealed: [{ ...SECRET, box: seal(this.#keys.publicKey, CANARY) }],
      sealingKey: this.#keys.privateKey,
    };
    // Compiled once for all the processes to come.
    const words = ['env', 'NODE_COMPILE_CACHE=/var/tmp/compiled', this.node, '/opt/rolecall/kinds.cjs'];
    const done = await this.host.exec(words, {
      input: JSON.stringify(question),
      timeoutMs: 120_000 + often.rounds * 3_000,
    });
    if (done.exitCode !== 0) throw new Error(`The agent's part ended with ${done.exitCode}:\n${done.stderr}`);
    expect(done.stdout + done.stderr).not.toContain(CANARY);
    return done.stdout;
  }
}
