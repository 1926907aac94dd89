import { commandClaims } from './kinds/command.ts';
import { fileClaims } from './kinds/file.ts';
import { KindsHost } from './kinds/kinds-host.ts';
import { packageClaims } from './kinds/package.ts';
import { redisClaims } from './kinds/redis.ts';
import { serviceClaims } from './kinds/service.ts';
import { smallClaims } from './kinds/small.ts';

/** The important cases of every kind on a real host: the agent's engine, effects and providers, without its link. */
let booted: KindsHost;
const there = (): KindsHost => booted;

beforeAll(async () => {
  booted = await KindsHost.boot('kinds-1', ['redis-server']);
});
afterAll(() => booted?.lab.remove());

describe('file', () => fileClaims(there));
describe('the real redis-server', () => redisClaims(there));
describe('package', () => packageClaims(there));
describe('unit and service', () => serviceClaims(there));
describe('command', () => commandClaims(there));
describe('directory, link, group, user, sysctl', () => smallClaims(there));
