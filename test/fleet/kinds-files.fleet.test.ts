import { install } from './harness/install.ts';
import { accessClaims } from './kinds/access.ts';
import { hostFileClaims } from './kinds/host-files.ts';
import { KindsHost } from './kinds/kinds-host.ts';
import { partsClaims } from './kinds/parts.ts';

/** Files that others write too, and the kinds that are files of the system, on a real host. */
let booted: KindsHost;
const there = (): KindsHost => booted;

beforeAll(async () => {
  const packages = ['sudo', 'cron', 'logrotate', 'locales', 'openssh-server'];
  booted = await KindsHost.boot('files-2', packages);
  await install(booted.host, packages);
}, 600_000);
afterAll(() => booted?.lab.remove());

describe('file, in parts', () => partsClaims(there));
describe('authorizedKey, sudoers, limits', () => accessClaims(there));
describe('hostsEntry, hostname, timezone, locale, cron, logRotate, alternatives', () => hostFileClaims(there));
