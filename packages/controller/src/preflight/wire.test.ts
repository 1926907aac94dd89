import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvaluatorCall, Measured, PreflightFinding, SiteDocument } from '@rolecall/protocol';
import type { Site } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import type { Evaluator } from '../site/evaluator/evaluator.ts';
import { LiveController } from '../testing/live-controller.ts';
import { preflight } from './preflight.ts';
import { subjectFrom } from './subject-from.ts';
import { plantedFaults } from './testing/planted-faults.ts';
import { soundFigures } from './testing/sound-figures.ts';

const WIRE = join(import.meta.dirname, '../../../../examples/wire');
const NOTHING: Measured = {
  schema: 'rolecall/measured/1',
  at: 0,
  hosts: {},
  reached: [],
  secrets: {},
  certificates: {},
  applied: { mode: null, instances: [] },
};

interface Example {
  readonly site: SiteDocument;
  readonly evaluator: Evaluator;
  readonly figures: Measured;
}

async function exampleOf(name: string): Promise<Example> {
  const call = evaluate(((await import(join(WIRE, name))) as { readonly default: Site }).default);
  const evaluator = { ask: async (asked: EvaluatorCall) => call(asked) } as unknown as Evaluator;
  const site = await evaluator.ask({ call: 'site' });
  return { site, evaluator, figures: soundFigures(await subjectFrom(evaluator, site, NOTHING)) };
}

let production: Example;
beforeAll(async () => {
  production = await exampleOf('production.ts');
});

/** What preflight finds after something was changed in the site or the figures. */
async function after(change: (figures: Measured, site: SiteDocument) => void): Promise<readonly PreflightFinding[]> {
  const [figures, site] = [structuredClone(production.figures), structuredClone(production.site)];
  change(figures, site);
  return preflight(await subjectFrom(production.evaluator, site, figures));
}

const named = ({ code, host, what }: Pick<PreflightFinding, 'code' | 'what'> & { readonly host: string | null }) =>
  `${code} | ${host} | ${what}`;

describe('the machines of an installation of Wire', () => {
  test.each([
    ['production.ts', 17],
    ['production-16.ts', 16],
    ['demo.ts', 1],
  ])('%s has %i machines, and nothing is wrong with them', async (name, count) => {
    const { site, evaluator, figures } = await exampleOf(name);
    expect(Object.keys(site.hosts)).toHaveLength(count);
    expect(preflight(await subjectFrom(evaluator, site, figures))).toEqual([]);
  });

  test('at least thirty faults can be planted', () => {
    expect(new Set(plantedFaults.map(named)).size).toBeGreaterThanOrEqual(30);
  });

  test.each(plantedFaults.map((planted) => [planted.fault, planted] as const))(
    '%s is found, and nothing else',
    async (_, planted) => {
      const findings = await after(planted.plant);
      expect(findings.map(named)).toEqual([named(planted)]);
      for (const { measured, wanted, todo } of findings) {
        expect([measured, wanted, todo].filter((text) => text.trim() === '')).toEqual([]);
      }
    },
  );

  test('what was not measured is said, and is no error', async () => {
    const findings = await after((figures) => {
      figures.reached = [];
      for (const host of Object.values(figures.hosts)) {
        delete host.taken;
        delete host.clock;
        delete host.names;
      }
    });
    expect(new Set(findings.map(({ code, severity }) => `${code} ${severity}`))).toEqual(
      new Set(['not_measured warning']),
    );
    expect(findings.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['clock', 'ports in use', 'ways between hosts']),
    );
  });

  test('machines that nobody has yet are said to be missing, and the plan for them is looked at all the same', async () => {
    const findings = await after((figures, site) => {
      figures.hosts = {};
      site.hosts['cassandra-2' as never] = {
        ...site.hosts['cassandra-2' as never],
        labels: { tier: 'cassandra', server: 'server-1' },
      } as never;
    });
    expect(findings.filter(({ code }) => code === 'not_enrolled')).toHaveLength(17);
    expect(findings.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toContain('not_apart');
  });
});

describe('bad wishes', () => {
  const host = (site: SiteDocument, name: string) => site.hosts[name as never] as SiteDocument['hosts'][never];

  test.each<[string, string, (figures: Measured, site: SiteDocument) => void]>([
    [
      'production on 10.x',
      'in_reserved_range',
      (_, site) => {
        (host(site, 'minio-1') as { address?: string }).address = '10.1.2.3';
      },
    ],
    [
      'two replicas on one server',
      'not_apart',
      (_, site) => {
        host(site, 'minio-2').labels.server = 'server-1';
      },
    ],
    [
      'a replica on nobody knows which server',
      'no_server',
      (_, site) => void delete host(site, 'minio-2').labels.server,
    ],
    [
      'a server that is not there',
      'no_server',
      (_, site) => {
        host(site, 'admin').labels.server = 'server-9';
      },
    ],
    [
      'the mode switched',
      'mode_switched',
      (figures) => {
        figures.applied.mode = 'demo';
      },
    ],
    [
      'the mode left out',
      'mode_switched',
      (figures, site) => {
        figures.applied.mode = 'production';
        delete site.wants?.mode;
      },
    ],
    [
      'databases in memory in production',
      'mode_not_for_role',
      (_, site) => {
        for (const role of site.roles) if (role.name === 'minio') role.needs.mode = 'demo';
      },
    ],
    ['an even number of members', 'cluster_size', (_, site) => void delete site.hosts['kubernetes-3' as never]],
    ['fewer than the table says', 'too_few', (_, site) => void delete site.hosts['minio-3' as never]],
    [
      'pods and services in one range',
      'ranges_overlap',
      (_, site) => {
        if (site.wants !== undefined) site.wants.network.reserved.pods = '10.233.0.0/16';
      },
    ],
    [
      'two uses that want one port',
      'port_taken',
      (_, site) => {
        for (const role of site.roles)
          if (role.name === 'etcd')
            for (const one of role.needs.listens ?? [])
              if (one.name === 'client') Object.assign(one, { port: 10_250, param: undefined });
      },
    ],
    [
      'a heap larger than half of the memory',
      'parameter_too_large',
      (_, site) => {
        for (const role of site.roles)
          if (role.name === 'redis') role.needs.memoryFor = { param: 'maxMemory', times: 2 };
        for (const use of site.uses) if (use.use === 'redis') use.params = { ...use.params, maxMemory: '6GB' };
      },
    ],
  ])('%s is refused', async (_, code, change) => {
    const findings = await after(change);
    expect(findings.filter(({ severity }) => severity === 'error').map((one) => one.code)).toContain(code);
  });
});

describe('controller preflight', () => {
  let live: LiveController;
  beforeAll(async () => {
    live = await LiveController.open();
  }, 60_000);
  afterAll(() => live.close());

  const run = (...argv: readonly string[]) =>
    new Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>((resolve) => {
      const bin = join(import.meta.dirname, '../../bin/controller.js');
      const words = [bin, '--data', live.data, 'preflight', join(WIRE, 'production.ts'), ...argv];
      const env = { PATH: process.env.PATH, XDG_CACHE_HOME: join(live.folder, 'cache') };
      execFile(process.execPath, words, { env }, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  const written = (figures: Measured): string => {
    const file = join(live.folder, 'figures.json');
    writeFileSync(file, JSON.stringify(figures));
    return file;
  };

  test('finds nothing wrong over sound figures, and says how much it looked at', async () => {
    expect(await run('--facts', written(production.figures))).toEqual({
      code: 0,
      stdout: 'wire: 17 hosts; nothing wrong\n',
      stderr: '',
    });
  }, 120_000);

  test('names every planted fault when all are there at once', async () => {
    const figures = structuredClone(production.figures);
    for (const { plant } of plantedFaults) plant(figures);
    const { code, stdout, stderr } = await run('--facts', written(figures), '--json');
    expect([code, stderr]).toEqual([1, '']);
    const { findings } = JSON.parse(stdout) as { readonly findings: readonly PreflightFinding[] };
    const found = new Set(findings.map(named));
    expect(plantedFaults.map(named).filter((one) => !found.has(one))).toEqual([]);
    const table = await run('--facts', written(figures));
    expect(table.stdout).toContain('WHAT TO DO');
    expect(table.stdout).toMatch(/error +reach .*kubernetes-1 → cassandra-3 9042\/tcp/);
  }, 120_000);

  test('a file with something else in it is refused in one sentence', async () => {
    const file = join(live.folder, 'other.json');
    writeFileSync(file, '{"schema":"rolecall/measured/1"}');
    const { code, stderr } = await run('--facts', file);
    expect(code).toBe(1);
    expect(stderr).toContain('measured.at');
  }, 120_000);
});
