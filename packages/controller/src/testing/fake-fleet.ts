import { setImmediate as turn } from 'node:timers/promises';
import type { Answer, Ask, Catalog, HostName, InstanceId, Sha256, ToAgentOf } from '@rolecall/protocol';
import type { Blobs } from '../blobs/blobs.ts';
import { ControllerError } from '../error.ts';
import type { Hub, HubListener, Planned, PlanWanted } from '../hub/contract.ts';
import type { Link } from '../hub/link.ts';
import { storeReport } from '../hub/reports.ts';
import type { Database } from '../store/database.ts';
import { markOf, setMark } from '../store/marks.ts';
import type { FakeAgent, Uplink } from './fake-agent.ts';

type Sent = Parameters<Hub['send']>[1];

/** A hub in memory: one controller's links to agents that outlive it. It stores reports as the real one does. */
export class FakeHub implements Hub, Uplink {
  readonly agents: ReadonlyMap<HostName, FakeAgent>;
  /** How often each host was asked to plan. */
  readonly plans: InstanceId[] = [];
  /** What was sent to a linked host. */
  readonly sent: { readonly host: HostName; readonly message: Sent }[] = [];
  /** Why reports were refused. */
  readonly refused: string[] = [];
  readonly #database: Database;
  readonly #blobs: Blobs;
  readonly #listeners = new Set<HubListener>();
  #dead = false;

  constructor(database: Database, blobs: Blobs, agents: ReadonlyMap<HostName, FakeAgent>) {
    this.#database = database;
    this.#blobs = blobs;
    this.agents = agents;
  }

  isLinked(host: HostName): boolean {
    return this.agents.get(host)?.uplink === this;
  }

  async question(host: HostName, asks: readonly Ask[]): Promise<readonly Answer[]> {
    await turn();
    return Promise.all(asks.map(async (ask) => this.#linked(host).behaviour.answer(ask)));
  }

  async plan(host: HostName, { instance, catalog }: PlanWanted): Promise<Planned> {
    this.plans.push(instance);
    await turn();
    const wanted = this.#read(host, catalog);
    const changes = this.#linked(host).compare(wanted);
    return { changes, okCount: wanted.resources.length - changes.length, warnings: [], simulated: null };
  }

  send(host: HostName, message: Sent): boolean {
    if (!this.isLinked(host)) return false;
    this.sent.push({ host, message });
    setImmediate(() => this.#arrive(host, message));
    return true;
  }

  listen(listener: HubListener): void {
    this.#listeners.add(listener);
  }

  /** A host comes: where its reports go on is settled, and what is not acknowledged comes again. */
  link(host: HostName): void {
    const agent = this.agents.get(host);
    if (agent === undefined || this.#dead) return;
    agent.uplink = this;
    const { epoch } = agent;
    const mark = markOf(this.#database, host);
    const known = mark?.epoch === epoch ? mark.seq : agent.firstUnacknowledged - 1;
    if (mark?.epoch !== epoch) setMark(this.#database, host, { epoch, seq: known });
    agent.acknowledge(known);
    for (const listener of this.#listeners) listener.linked(host);
    agent.sendKept();
  }

  unlink(host: HostName): void {
    const agent = this.agents.get(host);
    if (agent?.uplink !== this) return;
    agent.uplink = undefined;
    for (const listener of this.#listeners) listener.unlinked(host);
  }

  /** The controller is gone between one moment and the next: nobody is told, and nothing goes either way. */
  die(): void {
    this.#dead = true;
    for (const agent of this.agents.values()) if (agent.uplink === this) agent.uplink = undefined;
  }

  deliver(host: HostName, epoch: string, report: Parameters<Uplink['deliver']>[2]): void {
    setImmediate(() => {
      if (!this.isLinked(host)) return;
      try {
        this.#database.transaction(() => storeReport(this.#database, this.#listeners, { host, epoch } as Link, report));
      } catch (error) {
        this.refused.push(`${host}: ${(error as Error).message}`);
        return this.unlink(host);
      }
      if (this.isLinked(host)) this.agents.get(host)?.acknowledge(report.seq);
    });
  }

  catalogOf(host: HostName, { catalog }: ToAgentOf<'apply'>): Catalog {
    return this.#read(host, catalog);
  }

  #arrive(host: HostName, message: Sent): void {
    if (!this.isLinked(host)) return;
    const agent = this.#linked(host);
    if (message.type === 'apply') agent.apply(message);
    if (message.type === 'cancel') agent.cancel(message.assignment);
  }

  #read(host: HostName, catalog: Sha256): Catalog {
    if (!this.#blobs.isGranted(host, catalog)) throw new ControllerError('not_granted', `${host} may not have it`);
    return JSON.parse(Buffer.from(this.#blobs.get(catalog) ?? []).toString('utf8')) as Catalog;
  }

  #linked(host: HostName): FakeAgent {
    const agent = this.agents.get(host);
    if (agent?.uplink === this) return agent;
    throw new ControllerError('unreachable', `${host} lost its link before it answered`);
  }
}
