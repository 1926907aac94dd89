import {
  type Admitted,
  MAX_ADMITTED,
  MAX_PACK_BYTES,
  type PackRow,
  type Sha256,
  type ToAgentOf,
} from '@rolecall/protocol';
import type { Logger } from 'pino';
import type { Audit } from '../audit/audit.ts';
import type { Authority } from '../authority/authority.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { ControllerError } from '../error.ts';
import type { AgentHub } from '../hub/hub.ts';
import type { Database } from '../store/database.ts';
import { findPack, judgePack, listPacks, nextListAt } from '../store/packs.ts';

interface Parts {
  readonly database: Database;
  readonly audit: Audit;
  readonly authority: Authority;
  readonly blobs: Blobs;
  readonly log: Logger;
  readonly hub: Pick<AgentHub, 'listen' | 'send' | 'linkedHosts'>;
}

/** A list is signed again after this, so that the certificate beside it is always a fresh one. */
const SIGNED_FOR_MS = 86_400_000;

/** Which packs agents may load: an admin's word, kept in the store, signed, and told to every agent before anything else. */
export class Admission {
  readonly #parts: Parts;
  #told: { readonly message: ToAgentOf<'packs'>; readonly at: number } | undefined;
  /** The last thing that is signed or sent: one after another, so that no older list follows a newer one. */
  #last: Promise<void> = Promise.resolve();

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Listens before anybody else does, so that what is admitted is known to an agent before its work comes. */
  static async open(parts: Parts): Promise<Admission> {
    const admission = new Admission(parts);
    await admission.#sign();
    parts.hub.listen({
      linked: (host) => admission.#tell(host),
      unlinked: () => {},
      report: () => {},
      output: () => {},
    });
    return admission;
  }

  list(): PackRow[] {
    return listPacks(this.#parts.database);
  }

  /** @throws ControllerError `no_pack` */
  show(pack: Sha256): { readonly row: PackRow; readonly text: string } {
    const row = this.#row(pack);
    const content = this.#parts.blobs.get(pack);
    if (content === undefined) throw unknown(pack);
    return { row, text: Buffer.from(content).toString('utf8') };
  }

  /** @throws ControllerError `no_pack`, `too_large`, `name_taken`, `too_many` */
  admit(pack: Sha256, operator: string): Promise<PackRow> {
    const { row, text } = this.show(pack);
    if (text.length > MAX_PACK_BYTES)
      throw new ControllerError('too_large', `the pack ${pack} is too large to be loaded`);
    const admitted = this.list().filter((one) => one.state === 'admitted' && one.pack !== pack);
    const owner = admitted.find((one) => nameSpace(one) === nameSpace(row) && one.package !== row.package);
    if (owner !== undefined) {
      const message = `kinds of ${nameSpace(row)} come from ${quoted(owner)}, so ${quoted(row)} cannot bring ${row.kind}`;
      throw new ControllerError('name_taken', message, {
        hint: 'revoke the packs of the other package first: controller packs',
      });
    }
    if (admitted.length >= MAX_ADMITTED)
      throw new ControllerError('too_many', `${MAX_ADMITTED} packs are admitted already`);
    return this.#judge(pack, 'admitted', operator);
  }

  /** @throws ControllerError `no_pack` */
  revoke(pack: Sha256, operator: string): Promise<PackRow> {
    this.#row(pack);
    return this.#judge(pack, 'revoked', operator);
  }

  async #judge(pack: Sha256, state: 'admitted' | 'revoked', operator: string): Promise<PackRow> {
    const { database, audit } = this.#parts;
    const { kind } = this.#row(pack);
    database.transaction(() => {
      judgePack(database, pack, state, operator);
      audit.record({
        operator,
        verb: state === 'admitted' ? 'packs.admit' : 'packs.revoke',
        subject: `${kind} ${pack}`,
      });
    });
    await this.#sayAnew();
    return this.#row(pack);
  }

  #row(pack: Sha256): PackRow {
    const row = findPack(this.#parts.database, pack);
    if (row === undefined) throw unknown(pack);
    return row;
  }

  /** Nothing is said as long as nobody ever admitted anything. */
  async #sign(): Promise<void> {
    const judged = this.list().filter(({ state }) => state !== 'asked');
    if (judged.length === 0) return;
    const at = nextListAt(this.#parts.database);
    const packs = judged.flatMap(({ pack, state }) => (state === 'admitted' ? [pack] : [])).sort();
    const admitted = JSON.stringify({ schema: 'rolecall/admitted/1', at, packs } satisfies Admitted);
    this.#told = { at, message: { type: 'packs', admitted, ...(await this.#parts.authority.signPacks(admitted)) } };
  }

  #tell(host: Parameters<AgentHub['send']>[0]): void {
    if (this.#told === undefined) return;
    this.#parts.hub.send(host, this.#told.message);
    if (Date.now() - this.#told.at > SIGNED_FOR_MS)
      void this.#sayAnew().catch((err) => this.#parts.log.error({ err }, 'the list of packs could not be signed'));
  }

  #sayAnew(): Promise<void> {
    const said = this.#last.then(() => this.#sign()).then(() => this.#tellAll());
    this.#last = said.catch(() => {});
    return said;
  }

  #tellAll(): void {
    if (this.#told === undefined) return;
    for (const host of this.#parts.hub.linkedHosts()) this.#parts.hub.send(host, this.#told.message);
  }
}

const nameSpace = ({ kind }: PackRow): string => kind.slice(0, kind.indexOf('.'));
const quoted = ({ package: name }: PackRow): string => (name === '' ? 'a site without a package' : name);

const unknown = (pack: Sha256): ControllerError =>
  new ControllerError('no_pack', `there is no pack ${pack}`, {
    hint: 'plan the site that brings it first; controller packs lists them',
  });
