import type { Facts, HostName, Measured, PreflightCode } from '@rolecall/protocol';

/** One thing that is wrong with a fleet of the site `examples/wire/production.ts`, and the finding that must name it. */
export interface PlantedFault {
  readonly fault: string;
  readonly code: PreflightCode;
  /** Nothing where it is about no single host. */
  readonly host: string | null;
  readonly what: string;
  readonly plant: (figures: Measured) => void;
}

/** The groups of facts that a simulated host has, as they are when they are known. */
type Known = { [K in keyof Facts]: Exclude<Facts[K], { readonly unknown: string }> };

export const factsOf = (figures: Measured, host: string): Known => hostOf(figures, host).facts as unknown as Known;

export function hostOf({ hosts }: Measured, name: string): Measured['hosts'][HostName] {
  const host = hosts[name as HostName];
  if (host === undefined) throw new Error(`there is no ${name}`);
  return host;
}

export function mountOf(figures: Measured, host: string, path: string): Known['mounts'][number] {
  const mount = factsOf(figures, host).mounts.find((one) => one.path === path);
  if (mount === undefined) throw new Error(`${host} mounts nothing at ${path}`);
  return mount;
}

export function link(figures: Measured, host: string, name: string, address: string): void {
  const { interfaces } = factsOf(figures, host).net;
  interfaces.push({ name, mac: '', mtu: 1500, up: true, speed: null, addresses: [address] });
}

export function close(figures: Measured, way: string, is: 'silent' | 'refused'): void {
  const found = figures.reached.find((one) => `${one.from} → ${one.to} ${one.port}/${one.transport}` === way);
  if (found === undefined) throw new Error(`${way} is no way`);
  found.is = is;
}

export function certificateOf({ certificates }: Measured) {
  const found = certificates.front;
  if (found === undefined || 'unknown' in found) throw new Error('there is no certificate');
  return found;
}

export function secretOf({ secrets }: Measured, name: string) {
  const found = Object.entries(secrets).find(([known]) => known === name)?.[1];
  if (found === undefined) throw new Error(`there is no secret ${name}`);
  return found;
}
