import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';

/** As in hosts(5) and RFC 1123. */
const hostName = z
  .string()
  .max(253)
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
    'a host is named with letters, digits, "-" and "."',
  )
  .refine((name) => name.toLowerCase() !== 'localhost', 'localhost belongs to the system');

const address = z.union([z.ipv4(), z.ipv6()]);

export const hostsEntry = defineKind({
  kind: 'hostsEntry',
  summary: 'The address of a host by its name, in /etc/hosts.',
  params: z.strictObject({
    name: hostName.describe('The name. This is its key.'),
    address: z
      .union([address, z.array(address).min(1).max(16)], { error: 'an address is of IPv4 or IPv6' })
      .describe('Its address, or several: one line each, in this order.'),
    aliases: z.array(hostName).max(50).default([]).describe('Further names of the same host, in each of its lines.'),
  }),
  key: ({ name }) => name,
  example: `hostsEntry('redis-1', { address: '10.0.0.5', aliases: ['redis-1.internal'] })`,
  holdsData: false,
  notes: [
    'The name and its aliases are taken out of all other lines, those of 127.0.1.1 too; names beside them, comments and order stay.',
    'Removing it takes away the lines that begin with the name; what other lines said before is not known any more.',
    'For many hosts at once, a block of a `file` is one resource instead of many.',
  ],
});

export type HostsEntryParams = ParamsOf<typeof hostsEntry>;
