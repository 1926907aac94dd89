import { readFileSync, statSync } from 'node:fs';

/** What a small text file amounts to, parsed again only after the file was replaced or written. */
export class StampedFile<Value> {
  readonly #path: string;
  readonly #parse: (text: string) => Value;
  #stamp = '';
  #value: Value | undefined;

  constructor(path: string, parse: (text: string) => Value) {
    this.#path = path;
    this.#parse = parse;
  }

  get value(): Value {
    const { mtimeNs, ino, size } = statSync(this.#path, { bigint: true });
    const stamp = `${ino} ${mtimeNs} ${size}`;
    if (this.#value === undefined || stamp !== this.#stamp) {
      this.#value = this.#parse(readFileSync(this.#path, 'utf8'));
      this.#stamp = stamp;
    }
    return this.#value;
  }
}
