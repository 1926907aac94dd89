import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Finding } from '@rolecall/protocol';
import { libraryFolders } from '../bundle/installation.ts';
import { Compiler } from './compiler.ts';

/** More of them would not be read. */
const MOST = 100;
/** As the compiler counts kinds of what it has to say. */
const ERROR = 1;

/** What the compiler has to say about one place, as far as it is read here. */
export interface Diagnostic {
  readonly fileName?: string | undefined;
  /** In UTF-16 units from the start of the file. */
  readonly pos: number;
  readonly code: number;
  readonly category: number;
  readonly text: string;
}

/** What was found, and every file that was read for it. */
export interface Errors {
  readonly findings: readonly Finding[];
  readonly files: readonly string[];
}

/**
 * Errors of a project in all of its modules but declarations and our own libraries: those were checked when they were made, and are most of a
 * site's program.
 */
export async function findErrors(config: string, from: string): Promise<Errors> {
  using compiler = new Compiler(from);
  const { snapshot, projects } = await compiler.ask<Snapshot>('updateSnapshot', { openProjects: [config] });
  const within = { snapshot, project: projects[0]?.id };
  const files = await compiler.ask<readonly string[]>('getSourceFileNames', within);
  const ask = async (method: string, file?: string): Promise<readonly Diagnostic[]> =>
    (await compiler.ask<readonly Diagnostic[] | null>(method, { ...within, ...(file && { file }) })) ?? [];
  const ofFile = async (file: string): Promise<readonly Diagnostic[]> => {
    const found = await Promise.all([ask('getSyntacticDiagnostics', file), ask('getSemanticDiagnostics', file)]);
    return found.flat();
  };
  const found = await Promise.all([
    ask('getConfigFileParsingDiagnostics'),
    ask('getProgramDiagnostics'),
    ...files.filter(isToBeChecked()).map(ofFile),
  ]);
  const errors = found.flat().filter(({ category }) => category === ERROR);
  return { findings: errors.slice(0, MOST).map((error) => findingOf(error, from)), files };
}

interface Snapshot {
  readonly snapshot: number;
  readonly projects: readonly { readonly id: string }[];
}

function isToBeChecked(): (file: string) => boolean {
  const ours = libraryFolders();
  return (file) => !/\.(d\.[cm]?ts|json)$/.test(file) && !ours.some((folder) => file.startsWith(`${folder}/`));
}

/** An error as it is told: its first sentence, and where. */
export function findingOf({ fileName, pos, code, text }: Diagnostic, from: string): Finding {
  const at = fileName === undefined ? null : { file: relative(from, fileName), ...placeIn(fileName, pos) };
  return { code: `TS${code}`, message: firstSentence(text), at };
}

function placeIn(file: string, pos: number): { readonly line: number; readonly column: number } {
  const before = readFileSync(file, 'utf8').slice(0, pos).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Up to the first full stop that ends a sentence. */
const firstSentence = (message: string): string => /^.*?\.(?=\s|$)/.exec(message)?.[0] ?? message;
