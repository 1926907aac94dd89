import type { PlacedUse, Subject } from './subject.ts';

/** What one use wants of a host, bytes: the site's own table wins over what the role says. */
export function wantedSize({ site }: Pick<Subject, 'site'>, { use, role }: PlacedUse) {
  const table = site.wants?.sizes[use];
  return {
    cpus: table?.cpus ?? role.needs.cpus ?? 0,
    memory: table?.memory ?? role.needs.memory ?? 0,
    disk: table?.disk ?? role.needs.disk?.size ?? 0,
    path: role.needs.disk?.path ?? '/',
  };
}

/** `cassandra 4 GB, redis 512 MB`; only the name where there is one part. */
export function partsOf(
  parts: readonly { readonly use: string; readonly amount: number }[],
  show: (n: number) => string,
) {
  const counted = parts.filter(({ amount }) => amount > 0);
  return counted.length === 1
    ? `${counted[0]?.use}`
    : counted.map(({ use, amount }) => `${use} ${show(amount)}`).join(', ');
}
