import { z } from 'zod';
import { defineKind, type ParamsOf } from '../contract/kind.ts';

const port = z.union([
  z.int().min(1).max(65_535),
  z.string().regex(/^\d{1,5}-\d{1,5}$/, 'a range of ports is written 32768-61000'),
]);

const address = z
  .string()
  .regex(
    /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(\/\d{1,3})?$/,
    'an address is an IPv4 or IPv6 address or network, such as 10.0.0.0/8',
  );

const rules = z
  .array(
    z.strictObject({
      protocol: z.enum(['tcp', 'udp', 'any']).default('tcp').describe('What it is about; `any` is all protocols.'),
      ports: z
        .array(port)
        .min(1)
        .max(100)
        .optional()
        .describe('Ports and ranges of the one that is called. Left out: all.'),
      peers: z
        .array(address)
        .min(1)
        .max(1_000)
        .optional()
        .describe('Addresses and networks of the other end. Left out: everybody.'),
      action: z.enum(['accept', 'drop', 'reject']).default('accept').describe('What is done with it.'),
      comment: z
        .string()
        .max(100)
        .regex(/^[\w .,:()/-]+$/, 'a comment has letters, digits, blanks and ".,:()/-"')
        .optional()
        .describe('Shown in the list of rules.'),
    }),
  )
  .max(1_000);

const withPorts = (all: z.infer<typeof rules>): boolean =>
  all.every(({ protocol, ports }) => protocol !== 'any' || ports === undefined);
const policy = z.enum(['accept', 'drop']);

export const firewall = defineKind({
  kind: 'firewall',
  summary:
    'Rules for what may come in and go out, in an nftables table of their own, undone by themselves when they cut the host off.',
  params: z.strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,30}$/, 'a table is named with small letters, digits and "_"')
      .describe('The table is `inet rolecall_NAME`. This is its key.'),
    ingress: rules
      .default([])
      .refine(withPorts, 'ports need the protocol tcp or udp')
      .describe('Rules for what comes in, in their order; the first that fits decides.'),
    egress: rules
      .default([])
      .refine(withPorts, 'ports need the protocol tcp or udp')
      .describe('Rules for what goes out, in their order; the first that fits decides.'),
    ingressPolicy: policy.default('drop').describe('What is done with what comes in and no rule fits.'),
    egressPolicy: policy.default('accept').describe('What is done with what goes out and no rule fits.'),
    allowController: z
      .boolean()
      .default(true)
      .describe('Lets the agent reach its controller before any rule, whatever the rules say.'),
    undoAfterMs: z
      .int()
      .min(10_000)
      .max(600_000)
      .default(60_000)
      .describe(
        'How long the agent may take to reach its controller anew before the rules are undone, in milliseconds.',
      ),
  }),
  key: ({ name }) => name,
  example: `firewall('host', {
  ingress: [
    { ports: [22], peers: ['10.0.0.0/8'], comment: 'ssh' },
    { ports: [80, 443] },
    { protocol: 'udp', ports: ['32768-61000'] },
  ],
  egress: [{ protocol: 'any', peers: ['169.254.169.254'], action: 'reject', comment: 'cloud metadata' }],
})`,
  disturbs: ({ action }) => (action === 'remove' ? undefined : 'may cut off'),
  holdsData: false,
  notes: [
    'Replies to what was let through, the loopback, ICMP and ICMPv6 are always let through. Tables of others are never touched; a packet must be let through by all of them.',
    'The rules are checked first (`nft -c`) and put in place in one step. Then the agent makes a new link to its controller. Without one within `undoAfterMs`, a timer of systemd brings the former rules back, whether the agent lives or not, and the step fails: firewall undone.',
    'Rules are kept for the next boot (/etc/rolecall-firewall and a unit) only once the new link is there: a power cut before that brings the former ones.',
    'Former rules that a rollback brings back are guarded in the same way. Removing the table needs no guard: it lets more through, never less.',
    'A plan says of every change of it that it may cut the host off; members of a cluster go one after another for it.',
    'Rules that were changed by hand, or flushed by another program, are seen and put right. It needs the package nftables.',
  ],
});

export type FirewallParams = ParamsOf<typeof firewall>;
