import type { Facts } from '@rolecall/protocol';
import { type FactSource, readPairs, readText, readTextIfAny } from './source.ts';

/** Kept for a set of online processors: with hundreds of them the kernel takes milliseconds to print /proc/cpuinfo. */
let kept: { readonly of: string; readonly cpu: Facts['cpu'] } | undefined;

/** Processors as the kernel counts them (threads), and the sockets that they are in. */
export function readCpu(source: FactSource): Facts['cpu'] {
  const of = `${source.root} ${readTextIfAny(source, '/sys/devices/system/cpu/online') ?? ''}`;
  if (kept?.of !== of) kept = { of, cpu: parseCpu(readText(source, '/proc/cpuinfo')) };
  return kept.cpu;
}

function parseCpu(text: string): Facts['cpu'] {
  const blocks = text.split(/\n\n+/).map((block) => readPairs(block, ':'));
  const processors = blocks.filter((block) => block.has('processor'));
  const first = processors[0];
  if (first === undefined) return { unknown: '/proc/cpuinfo names no processor' };
  return {
    model: first.get('model name') ?? armModel(first),
    count: processors.length,
    sockets: new Set(processors.map((block) => block.get('physical id') ?? '0')).size,
    flags: (first.get('flags') ?? first.get('Features') ?? '').split(' ').filter(Boolean).sort().slice(0, 512),
  };
}

/** 64-bit ARM kernels print numbers only: who made it and which part it is. */
const armModel = (block: ReadonlyMap<string, string>): string =>
  `ARM implementer ${block.get('CPU implementer') ?? '?'} part ${block.get('CPU part') ?? '?'}`;
