import { decode, decodeOutput, FromAgent, type FromAgentOf, type HostName, type OutputChunk } from '@rolecall/protocol';
import type { RawData } from 'ws';
import type { Database } from '../store/database.ts';
import { putFacts } from '../store/facts.ts';
import { noteAddress } from '../store/hosts.ts';
import { storeOutput } from '../store/output.ts';
import { CLOSE } from './close-code.ts';
import type { HubListener } from './contract.ts';
import { type Intake, Refusal } from './intake.ts';
import type { Link } from './link.ts';
import { ownerOfOutput } from './owner.ts';
import { answerRenewal } from './renewal.ts';
import { refuseForeign, storeReport } from './reports.ts';
import type { Requests } from './requests.ts';

export interface ReceiverParts {
  readonly database: Database;
  readonly intake: Intake;
  readonly requests: Requests;
  readonly listeners: ReadonlySet<HubListener>;
  /** Tells every listener something about a host's link. */
  readonly tell: (link: Link, say: (listener: HubListener) => void) => void;
  /** Ends a link, for a reason that is found only later. */
  readonly refuse: (link: Link, error: unknown) => void;
}

/** What comes over a link after its `hello`. */
export class Receiver {
  readonly #parts: ReceiverParts;

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
  }

  /** @throws Refusal for what is not understood or may not be said. */
  receive(link: Link, message: Exclude<FromAgent, { type: 'hello' }>): void {
    const { intake, requests, database, listeners, refuse } = this.#parts;
    switch (message.type) {
      case 'beat':
        return;
      case 'answers':
      case 'planned':
        requests.answered(link, message);
        return;
      case 'renew':
        answerRenewal(link, message, refuse);
        return;
      case 'facts':
        intake.add({ link, from: 'agent', store: () => storeFacts(database, link, message) });
        return;
      case 'report':
        intake.add({
          link,
          from: 'agent',
          store: () => {
            storeReport(database, listeners, link, message);
            return () => link.send({ type: 'acknowledge', seq: message.seq });
          },
        });
    }
  }

  /** @throws Refusal for a frame that holds no output. */
  receiveOutput(link: Link, data: RawData): void {
    const chunk = decodeOutput(Array.isArray(data) ? Buffer.concat(data) : new Uint8Array(data));
    if (chunk === undefined) throw new Refusal(CLOSE.notUnderstood, 'malformed: a binary frame that is no output');
    this.#parts.intake.add({ link, from: 'agent', store: () => this.#storeOutput(link, chunk) });
  }

  #storeOutput(link: Link, sent: OutputChunk): (() => void) | undefined {
    const { database, tell } = this.#parts;
    const { of, stream } = sent;
    const owner = ownerOfOutput(database, of);
    refuseForeign(link.host, owner);
    // Of a command that is not known here any longer: it is not kept, and nothing is asked for.
    if (owner === undefined) return undefined;
    const placed = storeOutput(database, link.host, sent);
    const key = `${stream} ${of}`;
    switch (placed.is) {
      case 'repeat':
        return undefined;
      case 'stored':
        link.gaps.delete(key);
        return () => tell(link, (listener) => listener.output(link.host, placed.chunk));
      case 'gap':
        // Everything that was on its way shows the same gap: it is asked for once.
        if (link.gaps.has(key)) return undefined;
        link.gaps.add(key);
        return () => link.send({ type: 'outputHeld', of, stream, bytes: placed.held });
    }
  }
}

/** Reads a text frame. @throws Refusal */
export function understand(data: RawData): FromAgent {
  const decoded = decode(FromAgent, data.toString());
  if (decoded.ok) return decoded.message;
  throw new Refusal(CLOSE.notUnderstood, `${decoded.reason}: ${decoded.detail}`);
}

function storeFacts(
  database: Database,
  { host, address }: { readonly host: HostName; readonly address: string },
  { hash, facts }: FromAgentOf<'facts'>,
): undefined {
  putFacts(database, host, hash, facts);
  noteAddress(database, host, 'unknown' in facts.net ? address : facts.net.address);
}
