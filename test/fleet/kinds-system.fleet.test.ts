import { install } from './harness/install.ts';
import { deviceClaims } from './kinds/devices.ts';
import { firewallClaims } from './kinds/firewall.ts';
import { KindsHost } from './kinds/kinds-host.ts';
import { timerClaims } from './kinds/timer.ts';
import { waitingClaims } from './kinds/waiting.ts';

/** Kinds of the system itself on a real host: what is waited for, timers, devices, the kernel, the firewall. */
let booted: KindsHost;
const there = (): KindsHost => booted;

beforeAll(async () => {
  booted = await KindsHost.boot('system-1', ['nftables', 'e2fsprogs', 'xfsprogs', 'btrfs-progs']);
  // A host of Debian 13 has it only where something needs it.
  await install(booted.host, ['e2fsprogs']);
}, 600_000);
afterAll(() => booted?.lab.remove());

describe('wait and assert', () => waitingClaims(there));
describe('timer', () => timerClaims(there));
describe('firewall', () => firewallClaims(there));
describe('filesystem, mount, swap, kernelModule, hugepages', () => deviceClaims(there));
