import { type Fleet, out, startFleet, until } from './harness/fleet.ts';
import { inARow, MIGRATIONS, migrateWithKills, storyOf, wantKey } from './harness/migrations.ts';

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ hosts: MIGRATIONS.hosts });
}, 600_000);

afterAll(async () => {
  await fleet?.remove();
}, 120_000);

const apply = (...words: readonly string[]) => fleet.cli(['apply', MIGRATIONS.path, '-y', ...words]);

describe('jobs on real hosts', () => {
  test('run once and in their row, give what they printed, and a second apply is silent', async () => {
    await wantKey(fleet, 'first');
    const plan = await fleet.cli(['plan', MIGRATIONS.path]);
    expect(plan.stdout).toContain('! job db.gundeck on j-1: will run (key none → first; never run)');
    expect(plan.stdout).toContain('? app@j-2: known after db.token');
    const applied = await apply();
    expect(applied.stdout).toContain('job db.brig on j-1  changed');
    expect(await storyOf(fleet, 'first')).toEqual(inARow('first'));
    expect(applied.exitCode).toBe(0);
    expect(await out(fleet.host('j-2'), 'cat', '/etc/app.conf')).toBe('a-token\n');
    const again = await apply();
    expect(again.stdout).not.toMatch(/changed|failed|unknown/);
    expect(await storyOf(fleet, 'first')).toEqual(inARow('first'));
  });

  test('are repeated by a check where it does not hold any longer', async () => {
    await out(fleet.host('j-1'), 'rm', '/var/lib/bucket');
    expect((await fleet.cli(['plan', MIGRATIONS.path])).stdout).toContain('! check db.bucket on j-1: will run');
    expect((await apply()).stdout).toContain('check db.bucket on j-1  changed');
  });

  test('run once where two apply at the same time', async () => {
    await wantKey(fleet, 'both');
    const done = await Promise.all([apply(), apply()]);
    expect(done.map(({ exitCode }) => exitCode)).toContain(0);
    expect(await storyOf(fleet, 'both')).toEqual(inARow('both'));
  });

  test('run once and in their row over applies in which agent and controller are killed', async () => {
    expect(await migrateWithKills(fleet, 2)).toEqual([]);
  }, 900_000);

  test('end unknown where their host is lost in the middle, and a person says what became of them', async () => {
    await wantKey(fleet, 'lost');
    const applying = apply();
    await until('gundeck has begun', async () => (await storyOf(fleet, 'lost')).length > 0);
    await fleet.host('j-1').kill();
    await fleet.host('j-1').start();
    const applied = await applying;
    expect(applied.stdout).toContain('job db.gundeck on j-1  unknown');
    expect((await fleet.cli(['locks'])).stdout).toContain('cluster:db:schema');
    expect((await apply()).stdout).toContain('job db.gundeck on j-1  unknown');
    expect((await fleet.cli(['jobs', 'done', 'db.gundeck'])).exitCode).toBe(0);
    expect((await apply()).stdout).toContain('job db.brig on j-1  changed');
    expect((await storyOf(fleet, 'lost')).filter((line) => line === 'begin gundeck lost')).toHaveLength(1);
  }, 600_000);

  test('keep nothing from being found done where their host is lost in the second of a row; what would have to be run before it says so', async () => {
    await wantKey(fleet, 'second');
    const applying = apply();
    await until('brig has begun', async () => (await storyOf(fleet, 'second')).includes('begin brig second'));
    await fleet.host('j-1').kill();
    await fleet.host('j-1').start();
    expect((await applying).stdout).toContain('job db.brig on j-1  unknown');
    const again = await apply();
    expect(again.stdout).toContain('job db.gundeck on j-1  ok');
    expect(again.stdout).toContain('job db.brig on j-1  unknown');
    await wantKey(fleet, 'later');
    const kept = await apply();
    expect(kept.stdout).toContain('job db.gundeck on j-1  skipped');
    expect(kept.stdout).toMatch(/cluster:db:schema is held by db\.brig.*, of which nobody knows how it ended/);
    expect(kept.stdout).toContain('controller jobs done db.brig | controller jobs again db.brig');
    expect(await storyOf(fleet, 'later')).toEqual([]);
    await fleet.cli(['jobs', 'again', 'db.brig']);
    expect((await apply()).exitCode).toBe(0);
    expect(await storyOf(fleet, 'later')).toEqual(inARow('later'));
  }, 600_000);
});
