import { ARTIFACT_RECORD } from '@rolecall/resources/providers';
import { refused } from './refused.ts';

/** Limits of Linux: NAME_MAX and PATH_MAX. */
const MAX_WORD = 255;
const MAX_NAME = 4096;

const shown = (name: string): string => JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * The words of a member's name below the folder that it is unpacked into, without the first `strip`; none where nothing is left.
 * Throws where a name could lead anywhere else.
 */
export function wordsOf(name: string, strip: number): readonly string[] {
  if (name.startsWith('/')) throw refused(`${shown(name)} is an absolute path`);
  if (CONTROL.test(name)) throw refused(`${shown(name)} has a control character in it`);
  const words = name.split('/').filter((word) => word !== '' && word !== '.');
  if (words.includes('..')) throw refused(`${shown(name)} leads out of the folder`);
  const isLong = words.some((word) => Buffer.byteLength(word) > MAX_WORD) || Buffer.byteLength(name) > MAX_NAME;
  if (isLong) throw refused(`${shown(name)} is too long a name`);
  const left = words.slice(strip);
  if (left[0] === ARTIFACT_RECORD) throw refused(`${shown(name)} is a name that Rolecall needs for itself`);
  return left;
}

/**
 * Whether a symbolic link in a folder `depth` levels down stays inside. Only targets that go up first and then down are taken: the folders
 * of links are real ones, so going up is what it says, and going down can meet only links that were judged by the same rule.
 */
export function staysInside(target: string, depth: number): boolean {
  if (target === '' || target.startsWith('/') || CONTROL.test(target) || Buffer.byteLength(target) >= MAX_NAME)
    return false;
  const words = target.split('/').filter((word) => word !== '' && word !== '.');
  const ups = words.findIndex((word) => word !== '..');
  const down = ups === -1 ? [] : words.slice(ups);
  return (ups === -1 ? words.length : ups) <= depth && !down.includes('..');
}
