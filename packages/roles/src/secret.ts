import { inspect } from 'node:util';
import { type SecretName, secretMarker, secretsIn } from '@rolecall/protocol';
import { z } from 'zod';

/**
 * A secret, by name. Its value is never here: in a text it prints as a marker, which the agent of a host that needs it
 * fills in, in memory.
 */
export class Secret {
  readonly #name: SecretName;

  constructor(name: SecretName) {
    this.#name = name;
    Object.freeze(this);
  }

  get name(): SecretName {
    return this.#name;
  }

  toString(): string {
    return secretMarker(this.#name);
  }

  toJSON(): string {
    return secretMarker(this.#name);
  }

  [Symbol.toPrimitive](): string {
    return secretMarker(this.#name);
  }

  [inspect.custom](): string {
    return `[secret ${this.#name}]`;
  }
}

/** The secret that a text is the marker of, and nothing else. */
export function secretOfMarker(text: string): Secret | undefined {
  const [name, ...others] = secretsIn(text);
  return name !== undefined && others.length === 0 && text === secretMarker(name) ? new Secret(name) : undefined;
}

/** A parameter that takes a secret: `secret('redis/password')` in a site, never a text. */
export const secretParam = () =>
  z.custom<Secret>((value) => value instanceof Secret, "expected a secret, for example secret('redis/password')");
