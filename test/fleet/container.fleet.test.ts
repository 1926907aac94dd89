import { containerClaims } from './kinds/container.ts';
import { KindsHost } from './kinds/kinds-host.ts';

/** Containers by a real engine: Debian's podman, with a registry on the host itself. */
let booted: KindsHost;

beforeAll(async () => {
  booted = await KindsHost.boot('pods-1', ['podman']);
});
afterAll(() => booted?.lab.remove());

describe('container', () => containerClaims(() => booted));
