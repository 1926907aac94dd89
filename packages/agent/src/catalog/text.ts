import type { Catalog, Decoded } from '@rolecall/protocol';
import { parseShallow, refuse } from '@rolecall/protocol/json-text';
import { MAX_JSON_DEPTH } from '@rolecall/protocol/limits';
import { checkCatalog } from '../wire/decode.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Ends with the key of the resources; no key is longer that is looked at. */
const RESOURCES = /(?<!\\)"resources"\s*:\s*$/;
const KEY_BYTES = 64;

/**
 * Takes the JSON of a catalog apart while it comes, resource by resource, so that its text is never in memory as a whole: that of 10,000 resources is 12 MB,
 * as bytes and once more as a string. Depth is looked at before anything is parsed. The rest is parsed at the end, with a `0` for each resource.
 */
export class CatalogText {
  readonly #each: (resource: unknown, index: number) => void;
  #count = 0;
  /** One character for each byte. */
  #rest = '';
  /** What came before of the resource that is open. */
  #open: Buffer[] | undefined;
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #inResources = false;
  #refused: Extract<Decoded<never>, { ok: false }> | undefined;

  /** `each` is given what stands in the list of resources: nobody has checked it. */
  constructor(each: (resource: unknown, index: number) => void) {
    this.#each = each;
  }

  /** The next bytes; they may be overwritten afterwards. */
  push(bytes: Buffer): void {
    let from = 0;
    for (let i = 0; i < bytes.length && this.#refused === undefined; ) {
      if (this.#inString) {
        i = this.#skipString(bytes, i);
        continue;
      }
      const c = bytes[i];
      if (c === QUOTE) this.#inString = true;
      else if (c === OPEN_OBJECT || c === OPEN_ARRAY) from = this.#enter(bytes, from, i);
      else if (c === CLOSE_OBJECT || c === CLOSE_ARRAY) from = this.#leave(bytes, from, i);
      i++;
    }
    if (this.#open === undefined) this.#rest += bytes.toString('latin1', from);
    else this.#open.push(Buffer.from(bytes.subarray(from)));
  }

  /** The catalog without its resources, or why it is none. */
  end(): Decoded<unknown> {
    if (this.#refused !== undefined) return this.#refused;
    const parsed = parseShallow(Buffer.from(this.#rest, 'latin1').toString('utf8'));
    if (!parsed.ok) return parsed;
    const { resources } = Object(parsed.message) as { readonly resources?: unknown };
    const isWhole = Array.isArray(resources) && resources.length === this.#count;
    return isWhole ? parsed : refuse('malformed', 'resources: must be a list of objects');
  }

  /** Answers where the string ends, or the bytes. */
  #skipString(bytes: Buffer, start: number): number {
    let i = start;
    if (this.#isEscaped) i++;
    this.#isEscaped = false;
    for (; i < bytes.length; i++) {
      const c = bytes[i];
      if (c === QUOTE) {
        this.#inString = false;
        return i + 1;
      }
      if (c === BACKSLASH) i++;
    }
    this.#isEscaped = i > bytes.length;
    return bytes.length;
  }

  /** Where what is not yet taken begins, as `#leave`. */
  #enter(bytes: Buffer, from: number, i: number): number {
    const depth = this.#depth++;
    if (this.#depth > MAX_JSON_DEPTH) this.#refused = refuse('malformed', `nested deeper than ${MAX_JSON_DEPTH}`);
    if (depth === 1 && bytes[i] === OPEN_ARRAY) this.#inResources = RESOURCES.test(this.#before(bytes, from, i));
    if (!this.#inResources || depth !== 2 || bytes[i] !== OPEN_OBJECT) return from;
    this.#rest += `${bytes.toString('latin1', from, i)}0`;
    this.#open = [];
    return i;
  }

  #leave(bytes: Buffer, from: number, i: number): number {
    this.#depth--;
    if (this.#depth === 1) this.#inResources = false;
    if (this.#open === undefined || this.#depth !== 2) return from;
    const last = bytes.subarray(from, i + 1);
    const parsed = parseShallow((this.#open.length === 0 ? last : Buffer.concat([...this.#open, last])).toString());
    this.#open = undefined;
    if (parsed.ok) this.#each(parsed.message, this.#count++);
    else this.#refused = parsed;
    return i + 1;
  }

  #before(bytes: Buffer, from: number, i: number): string {
    return this.#rest.slice(-KEY_BYTES) + bytes.toString('latin1', Math.max(from, i - KEY_BYTES), i);
  }
}

/** Reads a whole catalog. */
export class WholeCatalog {
  readonly #resources: unknown[] = [];
  readonly #text = new CatalogText((resource) => this.#resources.push(resource));

  push(bytes: Buffer): void {
    this.#text.push(bytes);
  }

  /** The catalog, or why it is none. */
  end(): Decoded<Catalog> {
    const rest = this.#text.end();
    return rest.ok ? checkCatalog(Object.assign(Object(rest.message), { resources: this.#resources })) : rest;
  }
}
