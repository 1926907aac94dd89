import type { ArtifactRow, Input, Output, Sha256 } from '@rolecall/protocol';
import type { Audit } from '../audit/audit.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { ControllerError } from '../error.ts';
import {
  addArtifact,
  artifactOf,
  bytesTaken,
  listArtifacts,
  listUploads,
  noteUpload,
  removeArtifact,
  removeUpload,
  renounceVersion,
  type Upload,
  unusedArtifacts,
  uploadOf,
  versionStored,
} from '../store/artifacts.ts';
import type { Database } from '../store/database.ts';
import { PartialFiles } from './partial-files.ts';
import { checkDisk, checkQuota, type Limits } from './room.ts';
import { titleOf } from './title.ts';

/** Nobody goes on with an upload after so long. */
const ABANDONED_MS = 7 * 86_400_000;
/** Uploads that are not whole, at once. */
const MAX_UPLOADS = 64;

export interface ArtifactParts {
  readonly database: Database;
  readonly blobs: Blobs;
  readonly audit: Audit;
  /** Where uploads grow: on the file system of the blobs. */
  readonly folder: string;
  readonly limits: Limits;
}

/** Files that the controller keeps for hosts: taken piece by piece, and there only when they are whole and what they should be. */
export class Artifacts {
  readonly #parts: ArtifactParts;
  readonly #files: PartialFiles;
  /** Uploads of which a piece is on its way now. */
  readonly #busy = new Set<Sha256>();

  constructor(parts: ArtifactParts) {
    this.#parts = parts;
    this.#forgetAbandoned((sha256) => removeUpload(parts.database, sha256));
    this.#files = new PartialFiles(parts.folder, new Set(listUploads(parts.database).map(({ sha256 }) => sha256)));
  }

  /** @throws ControllerError `version_taken`, `over_quota`, `disk_full` or `too_many_uploads` */
  begin(wanted: Input<'artifacts.begin'>, operator: string): Output<'artifacts.begin'> {
    const { database, blobs } = this.#parts;
    this.#forgetAbandoned((sha256) => this.#drop(sha256));
    this.#checkVersion(wanted);
    if (blobs.has(wanted.sha256)) return this.#registerStored(wanted, operator);
    const before = uploadOf(database, wanted.sha256);
    if (this.#busy.has(wanted.sha256)) throw busy(wanted.name);
    // Of one content there is one size: whoever said another before was wrong, or this one is.
    if (before !== undefined && before.size !== wanted.size) this.#drop(wanted.sha256);
    const offset = this.#files.sizeOf(wanted.sha256);
    const isNew = before?.size !== wanted.size;
    if (isNew && listUploads(database).length >= MAX_UPLOADS) throw tooManyUploads();
    checkQuota(bytesTaken(database), isNew ? wanted.size : 0, this.#parts.limits);
    checkDisk(this.#parts.folder, wanted.size - offset, this.#parts.limits);
    noteUpload(database, { ...wanted, at: Date.now(), operator });
    return { stored: false, offset };
  }

  /** As `begin`, for what is made anew where it is given once more: what was given before then has no version any longer. */
  beginAnew(wanted: Input<'artifacts.begin'>, operator: string): Output<'artifacts.begin'> {
    renounceVersion(this.#parts.database, wanted);
    return this.begin(wanted, operator);
  }

  /**
   * Takes a piece of an upload that begins where the last one ended; what came stays, also where it breaks off. The last piece makes the artifact.
   * @throws ControllerError `not_begun`, `upload_busy`, `wrong_offset`, `too_large`, `wrong_hash` or `disk_full`
   */
  async append(sha256: Sha256, offset: number, pieces: AsyncIterable<Uint8Array>): Promise<Output<'artifacts.begin'>> {
    const upload = uploadOf(this.#parts.database, sha256);
    if (upload === undefined) throw new ControllerError('not_begun', 'nobody said that this artifact would come');
    if (this.#busy.has(sha256)) throw busy(upload.name);
    const there = this.#files.sizeOf(sha256);
    if (offset !== there) throw new ControllerError('wrong_offset', `${upload.name} goes on at byte ${there}`);
    checkDisk(this.#parts.folder, upload.size - there, this.#parts.limits);
    this.#busy.add(sha256);
    try {
      return await this.#take(upload, pieces);
    } finally {
      this.#busy.delete(sha256);
    }
  }

  list(): Output<'artifacts.list'> {
    const { database, limits } = this.#parts;
    const uploads = listUploads(database).map(({ sha256, name, size, at }) => {
      return { sha256, name, size, offset: this.#files.sizeOf(sha256), at };
    });
    return { artifacts: [...listArtifacts(database)], uploads, used: bytesTaken(database), quota: limits.quota };
  }

  unused(olderThanMs: number): readonly ArtifactRow[] {
    return unusedArtifacts(this.#parts.database, Date.now() - olderThanMs);
  }

  prune(hashes: readonly Sha256[], olderThanMs: number, operator: string): Output<'artifacts.prune'> {
    const { database, blobs, audit } = this.#parts;
    const wanted = new Set(hashes);
    const removed = this.unused(olderThanMs).filter(({ sha256 }) => wanted.has(sha256));
    // First nobody is led there any longer, then it goes: killed in between, the file is found by the next upload of it.
    database.transaction(() => {
      for (const { sha256, name, version } of removed) {
        audit.record({ operator, verb: 'artifacts.prune', subject: `${titleOf({ name, version })} (${sha256})` });
        removeArtifact(database, sha256);
      }
    });
    for (const { sha256 } of removed) blobs.remove(sha256);
    return { removed: removed.map(({ sha256 }) => sha256), freed: removed.reduce((sum, { size }) => sum + size, 0) };
  }

  async #take(upload: Upload, pieces: AsyncIterable<Uint8Array>): Promise<Output<'artifacts.begin'>> {
    const { database, blobs } = this.#parts;
    const { sha256, name, size } = upload;
    const got = await this.#written(upload, pieces);
    noteUpload(database, { ...upload, at: Date.now() });
    if (got === undefined) return { stored: false, offset: this.#files.sizeOf(sha256) };
    if (got !== sha256) {
      this.#drop(sha256);
      const hint = 'nothing of it was kept: find out who changed it';
      throw new ControllerError('wrong_hash', `${name} has the checksum ${got}, not ${sha256}`, { hint });
    }
    blobs.adopt(sha256, this.#files.pathOf(sha256));
    this.#register(upload);
    return { stored: true, offset: size };
  }

  async #written({ sha256, name, size }: Upload, pieces: AsyncIterable<Uint8Array>): Promise<string | undefined> {
    try {
      return await this.#files.append(sha256, pieces, size);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOSPC' && code !== 'EDQUOT') throw cause;
      const message = `the controller's disk is full; what came of ${name} is kept`;
      throw new ControllerError('disk_full', message, { hint: 'make room there and send it again', cause });
    }
  }

  #register({ sha256, name, version, size, operator }: Omit<Upload, 'at'>): void {
    const { database, audit } = this.#parts;
    this.#files.drop(sha256);
    const known = artifactOf(database, sha256);
    database.transaction(() => {
      removeUpload(database, sha256);
      if (known !== undefined && known.name === name && known.version === version) return;
      addArtifact(database, { sha256, name, version, size, added: Date.now(), operator });
      audit.record({ operator, verb: 'artifacts.add', subject: `${titleOf({ name, version })} (${sha256})` });
    });
  }

  /** It is here already: somebody added it under another name, or the controller was killed before it said so. */
  #registerStored(wanted: Input<'artifacts.begin'>, operator: string): Output<'artifacts.begin'> {
    const { database, blobs, limits } = this.#parts;
    const size = blobs.sizeOf(wanted.sha256);
    const isCounted = [artifactOf, uploadOf].some((find) => find(database, wanted.sha256) !== undefined);
    checkQuota(bytesTaken(database), isCounted ? 0 : size, limits);
    this.#register({ ...wanted, size, operator });
    return { stored: true, offset: size };
  }

  #checkVersion({ sha256, name, version }: Input<'artifacts.begin'>): void {
    const stored = version === null ? undefined : versionStored(this.#parts.database, name, version);
    if (stored === undefined || stored === sha256) return;
    throw new ControllerError('version_taken', `${name} ${version} is stored with another checksum: ${stored}`, {
      hint: 'if it was packed anew, give it another version',
    });
  }

  #drop(sha256: Sha256): void {
    removeUpload(this.#parts.database, sha256);
    this.#files.drop(sha256);
  }

  #forgetAbandoned(forget: (sha256: Sha256) => void): void {
    const before = Date.now() - ABANDONED_MS;
    for (const { sha256, at } of listUploads(this.#parts.database)) {
      if (at < before && !this.#busy.has(sha256)) forget(sha256);
    }
  }
}

const busy = (name: string): ControllerError =>
  new ControllerError('upload_busy', `somebody else is sending ${name} now`, { hint: 'try again in a minute' });

const tooManyUploads = (): ControllerError =>
  new ControllerError('too_many_uploads', `${MAX_UPLOADS} uploads have begun and are not whole`, {
    hint: 'go on with those that controller artifacts list shows; what nobody goes on with is dropped after a week',
  });
