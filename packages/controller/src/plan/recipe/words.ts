import type { InstanceId, RecipeWish } from '@rolecall/protocol';

/** A recipe as people call it: `replace etcd@kv-2 by kv-4`, `backup etcd`. */
export function titleOfWish({ recipe, use, host, to, on }: RecipeWish): string {
  const what = host === null ? use : `${use}@${host}`;
  if (on !== undefined) return `${recipe} ${what} on ${on.join(', ')}`;
  if (to === null) return `${recipe} ${what}`;
  return `${recipe} ${what} ${recipe === 'move' ? 'to' : 'by'} ${to}`;
}

/** The same, of what holds its locks: `replace etcd@kv-2`. */
export function wordsOf(holder: InstanceId): string {
  const [, use, recipe, host] = /^([^.]+)\.([^@]+)@(.*)$/.exec(holder) ?? [];
  return use === undefined ? holder : `${recipe} ${host === '-' ? use : `${use}@${host}`}`;
}

/** The words with which it is asked for. */
export function commandOf({ recipe, use, host, to, given, on }: RecipeWish): string {
  const more = Object.entries(given).map(([name, value]) =>
    name === 'from' ? `--from ${value}` : `--with ${name}=${value}`,
  );
  const hosts = on === undefined ? [] : [`--on ${on.join(',')}`];
  return [recipe, host === null ? use : `${use}@${host}`, ...(to === null ? [] : [to]), ...more, ...hosts].join(' ');
}
