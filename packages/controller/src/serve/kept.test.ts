import { createHash } from 'node:crypto';
import { enrolled } from '../testing/live-agent.ts';
import { LiveController } from '../testing/live-controller.ts';

let live: LiveController;
beforeAll(async () => {
  live = await LiveController.open();
});
afterAll(() => live.close());

const content = Buffer.from('what a cluster holds');
const headers = {
  'rolecall-sha256': createHash('sha256').update(content).digest('hex'),
  'rolecall-size': `${content.length}`,
};

test('a host gives the controller nothing to keep that no step of a recipe says', async () => {
  const as = await enrolled(live, 'keeps');
  const answer = await live.ask('POST', '/kept/etcd.db', { headers, as });
  expect([answer.status, answer.text]).toEqual([
    403,
    expect.stringContaining('carries out no step that gives etcd.db'),
  ]);
  expect(await live.call('artifacts.list', {})).toMatchObject({ artifacts: [], uploads: [] });
});

test('without a certificate nobody does', async () => {
  expect((await live.ask('POST', '/kept/etcd.db', { headers })).status).toBe(403);
});
