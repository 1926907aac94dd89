import type { SecretName } from './secret.ts';

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
