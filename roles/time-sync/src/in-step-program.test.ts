import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inStepProgram } from './in-step-program.ts';

/** The program itself, in a real shell, over reports as chrony and systemd print them. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'in-step-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(reporter: string, report: string, program: string, ...words: readonly string[]) {
  writeFileSync(join(folder, 'report'), report);
  writeFileSync(join(folder, reporter), `#!/bin/sh\ncat ${folder}/report\n`);
  chmodSync(join(folder, reporter), 0o755);
  const done = spawnSync('sh', ['-s', ...words], {
    input: program,
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}` },
  });
  return [done.status, done.stdout.trim(), done.stderr];
}

const chrony = (report: string, ...words: readonly string[]) =>
  run('chronyc', report, inStepProgram({ program: 'chrony' }), ...(words.length === 0 ? ['0.05'] : words));
const tracking = (stratum: number, off: string, leap: string) =>
  `C0000201,192.0.2.1,${stratum},1795000000.1,${off},-0.000001,0.00001,-1.2,0.0,0.1,0.001,0.0002,64.2,${leap}\n`;

describe('whether a clock is in step', () => {
  test('is said by the offset that chrony measured, in either direction', () => {
    expect(chrony(tracking(2, '0.000123', 'Normal'))).toEqual([
      0,
      'its clock is 0.1 ms off, by 192.0.2.1 (stratum 2); wanted are 50 ms',
      '',
    ]);
    for (const off of ['0.2', '-0.2']) {
      expect(chrony(tracking(2, off, 'Normal'))).toEqual([1, expect.stringContaining('its clock is 200.0 ms off'), '']);
    }
    expect(chrony(tracking(2, '-0.2', 'Normal'), '0.5')[0]).toBe(0);
  });

  test('is no while no server is followed, or chrony does not run', () => {
    const none = [1, 'it follows no server yet', ''];
    expect(chrony(tracking(0, '0.0', 'Not synchronised'))).toEqual(none);
    expect(chrony('506 Cannot talk to daemon\n')).toEqual(none);
  });

  test('is no for one that follows only itself, unless it is to', () => {
    const itself = '7F7F0101,,10,1795000000.1,0.000000000,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,Normal\n';
    expect(chrony(itself)[0]).toBe(1);
    expect(chrony(itself, '0.05', 'alone')).toEqual([0, expect.stringContaining('0.0 ms off, by itself'), '']);
  });

  test('is said by systemd-timesyncd in its own units', () => {
    const program = inStepProgram({ program: 'systemd-timesyncd' }).replace(
      '/run/systemd/timesync/synchronized',
      '/dev/null',
    );
    const status = (offset: string) =>
      run(
        'timedatectl',
        `       Server: 192.0.2.1 (ntp)\n       Offset: ${offset}\n        Delay: 3ms\n`,
        program,
        '0.05',
      );
    expect(status('-1.176ms')).toEqual([0, 'its clock is 1.2 ms off, by 192.0.2.1; wanted are 50 ms', '']);
    expect(status('+52us')[0]).toBe(0);
    expect(status('+1.5s')[0]).toBe(1);
    expect(status('+2min 3s')).toEqual([1, expect.stringContaining('123000.0 ms'), '']);
    expect(status('+1month')[0]).toBe(1);
  });
});
