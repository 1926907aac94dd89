import {
  type Answer,
  type Ask,
  type FromAgentOf,
  type HostName,
  REVISION,
  REVISION_OF_PACKS,
  type SealedSecret,
} from '@rolecall/protocol';
import type { Logger } from 'pino';
import type { RawData, WebSocket } from 'ws';
import type { Audit } from '../audit/audit.ts';
import { ControllerError } from '../error.ts';
import type { Database } from '../store/database.ts';
import { noteSeen } from '../store/hosts.ts';
import { CLOSE } from './close-code.ts';
import { collectPlan } from './collect-plan.ts';
import type { Hub, HubListener, Planned, PlanWanted } from './contract.ts';
import { commonRevision, greet } from './greet.ts';
import { Intake, Refusal } from './intake.ts';
import { Link, type Renew } from './link.ts';
import { paceFor } from './pace.ts';
import { readerOf } from './reader.ts';
import { Receiver, understand } from './receiver.ts';
import { Refusals } from './refusals.ts';
import { Requests } from './requests.ts';
import { watchLinks } from './watch.ts';

const HELLO_WITHIN_MS = 10_000;
/** Links that have not said hello; more are asked to come later. */
const MAX_GREETINGS = 512;
/** Beside the time that the questions themselves may take. */
const QUESTION_MS = 15_000;
/** Between the parts of a plan: a host may wait for dpkg's lock or read many large files. */
const PLAN_PART_MS = 180_000;
/** A catalog is carried out on a copy of its host within a quarter of an hour, or not at all. */
const SIMULATED_MS = 960_000;
/** Agents that were asked to leave do so within this; the rest is cut off. */
const LEAVE_MS = 2_000;

export interface HubOptions {
  readonly database: Database;
  readonly audit: Audit;
  readonly log: Logger;
  /** The shortest time between heartbeats, in milliseconds; for tests of silence. */
  readonly beatMs?: number | undefined;
  /** How long a greeting may take, in milliseconds; for tests of silence too. */
  readonly helloMs?: number | undefined;
}

/** A websocket whose certificate was checked. */
export interface Arrival {
  readonly host: HostName;
  /** Where it comes from. */
  readonly address: string;
  /** The end of its certificate, in milliseconds since 1970. */
  readonly notAfter: number;
  /** Issues the certificate that comes after it. */
  readonly renew?: Renew;
}

/** The links to all agents: what they send is checked and stored here, and nowhere else. */
export class AgentHub implements Hub {
  readonly #options: HubOptions;
  readonly #links = new Map<HostName, Link>();
  /** Every socket, from its opening to its end. */
  readonly #open = new Set<Link>();
  /** Those of them that have not said hello. */
  readonly #greetings = new Set<Link>();
  readonly #listeners = new Set<HubListener>();
  readonly #requests = new Requests();
  readonly #intake: Intake;
  readonly #receiver: Receiver;
  readonly #stopWatching: () => void;
  readonly #refuse: Refusals['refuse'];
  #closing = false;

  constructor(options: HubOptions) {
    this.#options = options;
    const { refuse } = new Refusals(options);
    this.#refuse = refuse;
    this.#intake = new Intake(options.database, options.log, refuse);
    this.#receiver = new Receiver({
      database: options.database,
      intake: this.#intake,
      requests: this.#requests,
      listeners: this.#listeners,
      tell: (link, say) => this.#tell(link, say),
      refuse,
    });
    this.#stopWatching = watchLinks(() => this.#links.values());
  }

  /** Whether another agent can be let in now. */
  get hasRoom(): boolean {
    return !this.#closing && this.#greetings.size < MAX_GREETINGS;
  }

  get linkedCount(): number {
    return this.#links.size;
  }

  linkedHosts(): readonly HostName[] {
    return [...this.#links.keys()];
  }

  readonly isLinked = (host: HostName): boolean => this.#linkOf(host) !== undefined;

  listen(listener: HubListener): void {
    this.#listeners.add(listener);
  }

  send(host: HostName, message: Parameters<Hub['send']>[1]): boolean {
    const link = this.#linkOf(host);
    if (link === undefined || (message.type === 'packs' && link.revision < REVISION_OF_PACKS)) return false;
    link.send(message);
    return true;
  }

  async question(host: HostName, asks: readonly Ask[], sealed: readonly SealedSecret[]): Promise<readonly Answer[]> {
    if (asks.length === 0) return [];
    const link = this.#linkTo(host);
    const allowed = asks.reduce((sum, ask) => sum + ('timeoutMs' in ask ? ask.timeoutMs : 0), QUESTION_MS);
    const send = (id: string) => link.send({ type: 'question', id, asks: [...asks], sealed: [...sealed] });
    return this.#requests.ask<readonly Answer[]>(link, allowed, send, (answer) =>
      answer.type === 'answers' && answer.answers.length === asks.length ? { done: answer.answers } : 'unfit',
    );
  }

  async plan(host: HostName, { sealed, ...wanted }: PlanWanted): Promise<Planned> {
    const link = this.#linkTo(host);
    const send = (id: string) => link.send({ type: 'plan', id, ...wanted, sealed: [...sealed] });
    return this.#requests.ask<Planned>(link, wanted.simulate ? SIMULATED_MS : PLAN_PART_MS, send, collectPlan());
  }

  /** Takes over a socket: from here on only `hello` is understood, and then everything else. */
  accept(socket: WebSocket, arrival: Arrival): void {
    const { host } = arrival;
    const link = new Link(arrival, socket, () => this.#unlinked(link));
    const within = this.#options.helloMs ?? HELLO_WITHIN_MS;
    const late = setTimeout(() => link.close(CLOSE.tooLate, 'no hello came'), within);
    this.#open.add(link);
    this.#greetings.add(link);
    socket.on('error', (error) => this.#options.log.warn({ err: error, host }, 'a link failed'));
    socket.on('close', () => {
      clearTimeout(late);
      this.#open.delete(link);
      this.#unlinked(link);
    });
    const slowDown = readerOf(socket);
    socket.on('message', (data, isBinary) => {
      if (!link.isOpen) return;
      slowDown(data);
      try {
        if (this.#receive(link, data, isBinary)) clearTimeout(late);
      } catch (error) {
        this.#refuse(link, error);
      }
    });
  }

  /** Ends a host's link at once, where there is one. */
  drop(host: HostName, reason: string): void {
    for (const link of this.#open) if (link.host === host) link.close(CLOSE.notAllowed, reason);
  }

  /** Stores what has arrived, sends all agents away and waits until they are gone. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#stopWatching();
    this.#intake.flush();
    const { spreadMs } = this.#pace();
    for (const link of this.#open) {
      if (this.#links.get(link.host) === link) link.send({ type: 'goAway', spreadMs });
      else link.close(CLOSE.goingAway, 'the controller stops');
    }
    const end = performance.now() + LEAVE_MS;
    while (this.#open.size > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const link of this.#open) link.cut();
    while (this.#open.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    this.#intake.flush();
  }

  /** Whether it was the `hello`. */
  #receive(link: Link, data: RawData, isBinary: boolean): boolean {
    const isGreeted = link.epoch !== undefined;
    if (isBinary && isGreeted) {
      this.#receiver.receiveOutput(link, data);
      return false;
    }
    const message = isBinary ? undefined : understand(data);
    if (message === undefined || (message.type === 'hello') === isGreeted) {
      throw new Refusal(CLOSE.notUnderstood, `malformed: ${message?.type ?? 'output'} came out of turn`);
    }
    if (message.type === 'hello') this.#greet(link, message);
    else this.#receiver.receive(link, message);
    return !isGreeted;
  }

  #greet(link: Link, hello: FromAgentOf<'hello'>): void {
    const { database, audit } = this.#options;
    const revision = commonRevision(hello.revision);
    if (revision === undefined) {
      const spoken = `${REVISION.min} to ${REVISION.max}`;
      throw new Refusal(CLOSE.noCommonRevision, `only revisions ${spoken} are spoken here`);
    }
    link.epoch = hello.epoch;
    link.revision = revision;
    // In turn: what the host's former link sent is stored before it is said how far its reports are.
    this.#intake.add({
      link,
      from: 'agent',
      store: () => {
        const pace = this.#pace();
        link.heartbeatMs = pace.heartbeatMs;
        const welcome = greet(database, audit, link, hello, { ...pace, revision });
        return () => {
          link.send(welcome);
          this.#linked(link, hello.agent);
        };
      },
    });
  }

  #linked(link: Link, agent: string): void {
    if (!link.isOpen) return;
    this.#greetings.delete(link);
    const former = this.#links.get(link.host);
    this.#links.set(link.host, link);
    if (former !== undefined) {
      former.close(CLOSE.replaced, 'the host has linked again');
      this.#lost(former);
    }
    this.#options.log.info({ host: link.host, address: link.address, agent }, 'linked');
    this.#tell(link, (listener) => listener.linked(link.host));
  }

  /** At once when a link is ended here: a host that never answers that is not linked either. */
  #unlinked(link: Link): void {
    this.#greetings.delete(link);
    if (this.#links.get(link.host) !== link) return;
    this.#links.delete(link.host);
    this.#options.log.info({ host: link.host }, 'unlinked');
    this.#lost(link);
  }

  #lost(link: Link): void {
    const store = () => {
      noteSeen(this.#options.database, link.host, Date.now());
      return undefined;
    };
    this.#intake.add({ link, from: 'controller', store });
    this.#requests.ended(link);
    this.#tell(link, (listener) => listener.unlinked(link.host));
  }

  /** Who listens cannot break the link of another; its own is made again, and with it what it missed. */
  #tell(link: Link, say: (listener: HubListener) => void): void {
    for (const listener of this.#listeners) {
      try {
        say(listener);
      } catch (error) {
        this.#options.log.error({ err: error, host: link.host }, 'a listener failed');
        link.close(CLOSE.notStored, 'the controller failed');
      }
    }
  }

  /** What is said to a link that is ending is lost. */
  #linkOf(host: HostName): Link | undefined {
    const link = this.#links.get(host);
    return link?.isOpen ? link : undefined;
  }

  #linkTo(host: HostName): Link {
    const link = this.#linkOf(host);
    if (link !== undefined) return link;
    throw new ControllerError('unreachable', `${host} is not linked`);
  }

  #pace = () => paceFor(this.#links.size, this.#options.beatMs);
}
