import { aptRepositoryClaims } from './kinds/apt-repository.ts';
import { artifactClaims } from './kinds/artifact.ts';
import { certificateClaims } from './kinds/certificate.ts';
import { KindsHost } from './kinds/kinds-host.ts';

/** What is brought from elsewhere and laid out on a real host: the agent's engine, effects and providers, without its link. */
let booted: KindsHost;
const there = (): KindsHost => booted;

beforeAll(async () => {
  booted = await KindsHost.boot('artifacts-1', []);
});
afterAll(() => booted?.lab.remove());

describe('artifact', () => artifactClaims(there));
describe('aptRepository', () => aptRepositoryClaims(there));
describe('certificate', () => certificateClaims(there));
