import { titleOf } from '@rolecall/protocol/id-parts';
import type { InstanceView, RunView } from './model.ts';
import { paintOutcome, type Style } from './style.ts';

/** The live picture of a run: a line for each instance that is not quietly waiting, at most as many as fit. */
export function treeLines(run: RunView, style: Style, rows: number): readonly string[] {
  const views = [...run.instances.values()];
  const busy = views.filter(({ doing }) => doing !== 'waiting' && doing !== 'ended');
  const waiting = views.filter(({ doing }) => doing === 'waiting');
  const ended = views.length - busy.length - waiting.length;
  const shown = [...busy, ...waiting].slice(0, Math.max(1, rows - 1));
  const width = Math.max(0, ...shown.map(({ instance }) => titleOf(instance).length));
  return [
    style.dim(`${ended} of ${views.length} instances ended`),
    ...shown.map((view) => `  ${titleOf(view.instance).padEnd(width)}  ${state(view, style)}`),
  ];
}

function state(view: InstanceView, style: Style): string {
  switch (view.doing) {
    case 'waiting':
      return style.dim(view.holds[0] === undefined ? 'waits' : `waits: ${view.holds[0].reason}`);
    case 'draining':
      return style.cyan('draining');
    case 'working': {
      const last = view.done.at(-1)?.change;
      return style.yellow(last === undefined ? 'working' : `working, after ${last.kind} ${last.key}`);
    }
    case 'probing':
      return style.cyan(view.probe === '' ? 'probe holds' : `probing: ${view.probe}`);
    case 'ended':
      return paintOutcome(style, view.outcome ?? 'ok');
  }
}
