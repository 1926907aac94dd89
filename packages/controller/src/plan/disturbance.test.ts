import type { Change } from '@rolecall/protocol';
import { disturbanceOf } from './disturbance.ts';

const change = (kind: string, action: Change['action'], differences: Change['differences'] = []): Change => ({
  index: 0,
  kind: kind as Change['kind'],
  key: 'x',
  action,
  differences,
  source: { file: 'site.ts', line: 1, column: 1 },
});
const started = [{ property: 'running', how: 'value', from: false, to: true } as const];

describe('what a change does to what runs on its host', () => {
  test.each([
    ['a reboot', change('reboot', 'run'), 'stops'],
    ['a service that is changed', change('service', 'update'), 'stops'],
    ['a service that is only started', change('service', 'update', started), 'may stop'],
    ['a package that is upgraded', change('package', 'update'), 'stops'],
    ['a command', change('command', 'run'), 'may stop'],
    ['a file', change('file', 'update'), undefined],
  ] as const)('%s', (_, one, disturbance) => {
    expect(disturbanceOf(one)).toBe(disturbance);
  });
});
