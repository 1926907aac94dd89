import { z } from 'zod';

/** A secret's name: words of letters, digits, `.`, `_`, `-`, joined by `/`. */
export const SecretName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/, 'a secret is named like redis/password')
  .brand<'SecretName'>();
export type SecretName = z.infer<typeof SecretName>;

/** Which value of a secret: hashes and plans know only this, never the value. */
export const SecretVersion = z.strictObject({ name: SecretName, version: z.int().min(1) });
export type SecretVersion = z.infer<typeof SecretVersion>;

/** A secret's value, readable only by the host whose key it was sealed to. `box` is base64; see `seal` in the controller. */
export const SealedSecret = z.strictObject({ name: SecretName, version: z.int().min(1), box: z.base64().max(65_536) });
export type SealedSecret = z.infer<typeof SealedSecret>;

const OPEN = '\u{E000}secret:';
const CLOSE = '\u{E001}';

/**
 * What stands in a text where a secret's value goes. It is made of characters of Unicode's private use area, which no
 * configuration file has a reason to hold, so text that a person wrote cannot be taken for one.
 */
export const secretMarker = (name: SecretName): string => `${OPEN}${name}${CLOSE}`;

const MARKERS = /\u{E000}secret:([A-Za-z0-9._/-]{1,200})\u{E001}/gu;

/** The secrets named in a text, each once, in order of appearance. */
export function secretsIn(text: string): readonly SecretName[] {
  return [...new Set([...text.matchAll(MARKERS)].map((match) => match[1] as SecretName))];
}

/** The text with every marker replaced by what `lookup` gives for its name. */
export const fillSecrets = (text: string, lookup: (name: SecretName) => string): string =>
  text.replace(MARKERS, (_, name: SecretName) => lookup(name));
