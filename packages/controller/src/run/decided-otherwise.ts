import type { Json } from '@rolecall/protocol';
import { canonical } from '../site/canonical.ts';

/** So many differences are named, and so many characters of each value. */
const NAMED = 3;
const LONGEST = 60;

type Fields = Readonly<Record<string, Json>>;

const isFields = (decided: Json): decided is Fields =>
  typeof decided === 'object' && decided !== null && !Array.isArray(decided);

const fieldsOf = (decided: Json): Fields => (isFields(decided) ? decided : { it: decided });

/** What of a decision is another one now, as in `replicas was 2 and is 3`; nothing where it is the same. */
export function decidedOtherwise(before: Json, now: Json): string | undefined {
  const [old, found] = [fieldsOf(before), fieldsOf(now)];
  const differing = [...new Set([...Object.keys(old), ...Object.keys(found)])]
    .sort()
    .filter((name) => canonical(old[name]) !== canonical(found[name]));
  if (differing.length === 0) return undefined;
  const named = differing.slice(0, NAMED).map((name) => `${name} was ${shown(old[name])} and is ${shown(found[name])}`);
  return [...named, ...(differing.length > NAMED ? [`${differing.length - NAMED} more`] : [])].join(', ');
}

const shown = (value: Json | undefined): string =>
  value === undefined ? 'not there' : canonical(value).slice(0, LONGEST);
