import type { StoredEvent } from '@rolecall/protocol';
import { emptyRun, follow, type RunView } from './model.ts';
import { progressLine } from './progress.ts';
import { styleFor } from './style.ts';
import { treeLines } from './tree.ts';

/** Shows a run while it goes on. */
export interface LiveView {
  see(event: StoredEvent): void;
  /** A line that something wrote which the run carries out. */
  say(line: string): void;
  /** Leaves the last picture and answers the run as it is known. */
  end(): RunView;
}

/** On a terminal: lines for what happened, and below them a picture of what goes on, drawn at most ten times a second. */
export function terminalView(stream: NodeJS.WriteStream): LiveView {
  const style = styleFor(stream);
  let run = emptyRun();
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;
  const erase = () => {
    if (drawn > 0) stream.write(`\x1b[${drawn}A\x1b[0J`);
    drawn = 0;
  };
  const draw = () => {
    timer = undefined;
    erase();
    const lines = treeLines(run, style, Math.min(12, stream.rows ?? 12)).map((line) =>
      clip(line, stream.columns ?? 80),
    );
    stream.write(`${lines.join('\n')}\n`);
    drawn = lines.length;
  };
  return {
    see(event) {
      run = follow(run, event);
      const line = progressLine(event, style);
      if (line !== undefined) {
        erase();
        stream.write(`${line}\n`);
      }
      timer ??= setTimeout(draw, 100);
    },
    say(line) {
      erase();
      stream.write(`${line}\n`);
      timer ??= setTimeout(draw, 100);
    },
    end() {
      clearTimeout(timer);
      erase();
      return run;
    },
  };
}

/** Elsewhere: one line for each thing that happened. */
export function lineView(stream: NodeJS.WriteStream): LiveView {
  const style = styleFor(stream);
  let run = emptyRun();
  return {
    see(event) {
      run = follow(run, event);
      const line = progressLine(event, style);
      if (line !== undefined) stream.write(`${line}\n`);
    },
    say: (line) => {
      stream.write(`${line}\n`);
    },
    end: () => run,
  };
}

/** Machines: every event as one line of JSON on standard output. */
export function eventView(stdout: NodeJS.WriteStream): LiveView {
  let run = emptyRun();
  return {
    see(event) {
      run = follow(run, event);
      stdout.write(`${JSON.stringify(event)}\n`);
    },
    say: () => {},
    end: () => run,
  };
}

/** Says nothing while it goes on. */
export function silentView(): LiveView {
  let run = emptyRun();
  return {
    see(event) {
      run = follow(run, event);
    },
    say: () => {},
    end: () => run,
  };
}

/** A line that fits: escape codes take no room. */
function clip(line: string, columns: number): string {
  let room = columns - 1;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape codes
  return line.replace(/\x1b\[[0-9;]*m|[^\x1b]/gu, (piece) => (piece.startsWith('\x1b') || room-- > 0 ? piece : ''));
}
