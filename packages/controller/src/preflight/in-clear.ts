import { fillSecrets, type Json, type SiteDocument } from '@rolecall/protocol';
import { SHORTEST_HIDDEN } from '../secrets/secrets.ts';

/** A word that a site says in clear, and where, in words for people. */
interface InClear {
  readonly place: string;
  readonly text: string;
}

/**
 * Tells where a site says a value in clear; nothing where it does not, or where the value is so short that it is not looked for. Such a secret
 * is none. Worse, it is hidden in whatever hosts answer: a role that asks for the name of its cluster hears `***`.
 */
export function inClear(site: SiteDocument): (value: string) => string | null {
  const words = [...wordsOf(site)];
  const all = words.map(({ text }) => text).join('\n');
  return (value) => {
    const hidden = value.trim();
    if (hidden.length < SHORTEST_HIDDEN || !all.includes(hidden)) return null;
    return words.find(({ text }) => text.includes(hidden))?.place ?? null;
  };
}

function* wordsOf({ name, hosts, roles, uses }: SiteDocument): Generator<InClear> {
  yield { place: 'the name of the site', text: name };
  for (const [host, { address = '', labels }] of Object.entries(hosts)) {
    yield { place: `the name of host ${host}`, text: host };
    yield { place: `the address of ${host}`, text: address };
    yield* within(labels, `a label of ${host}`);
  }
  for (const { name: role } of roles) yield { place: `the name of role ${role}`, text: role };
  for (const { use, params } of uses) {
    yield { place: `the name of use ${use}`, text: use };
    for (const [param, value] of Object.entries(params)) yield* within(value, `\`${param}\` of ${use}`);
  }
}

function* within(value: Json, place: string): Generator<InClear> {
  if (typeof value === 'string') yield { place, text: fillSecrets(value, () => '\n') };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield { place, text: key };
    yield* within(inner, place);
  }
}
