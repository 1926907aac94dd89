import { CANARY, KindsHost, MARKER, resource } from './kinds/kinds-host.ts';

/** What is seen only after a minute. */
let booted: KindsHost;

beforeAll(async () => {
  booted = await KindsHost.boot('cron-1', ['cron']);
  await booted.sh('DEBIAN_FRONTEND=noninteractive apt-get install -y -q cron');
});
afterAll(() => booted?.lab.remove());

test('cron runs what was declared, as its user, with its variables', async () => {
  const job = resource('cron', {
    name: 'demo',
    schedule: '* * * * *',
    user: 'daemon',
    command: 'printf "%s" "$TOKEN" | sha256sum >/tmp/cron-ran',
    environment: { TOKEN: MARKER, MAILTO: '' },
  });
  expect((await booted.apply(job)).outcome).toBe('changed');
  const hash = await booted.sh(`printf %s ${CANARY} | sha256sum`);
  // Cron looks once a minute.
  const waiting = ['sh', '-c', 'for i in $(seq 90); do test -s /tmp/cron-ran && break; sleep 1; done'];
  await booted.host.exec(waiting, { timeoutMs: 100_000 });
  expect(await booted.sh('stat -c %U /tmp/cron-ran; cat /tmp/cron-ran')).toBe(`daemon\n${hash}`);
});
