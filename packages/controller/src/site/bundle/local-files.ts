import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { BuildFailure, Plugin } from 'esbuild';
import { hashOf } from './hash.ts';

/** A file that a site or role names by `new URL('literal', import.meta.url)`. */
export interface LocalFile {
  readonly path: string;
  /** Its name in the archive. */
  readonly name: string;
  readonly content: Uint8Array;
  /** Other files that it was made of. */
  readonly inputs: readonly string[];
}

const NAMED = /(\bprovider\s*:\s*)?new\s+URL\(\s*(['"])(\.{1,2}\/[^'"\n]+)\2\s*,\s*import\.meta\.url\s*,?\s*\)/g;

interface Mistake {
  readonly text: string;
  readonly location: { file: string; line: number; column: number; lineText: string };
}

/**
 * Finds files named in modules, notes them, and makes the modules look for them in the archive. What a kind names as its `provider` is made one
 * module first, by `bundle`.
 */
export function localFiles(found: Map<string, LocalFile>, bundle: (path: string) => Promise<LocalFile>): Plugin {
  return {
    name: 'local-files',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, async ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        const errors: Mistake[] = [];
        let contents = '';
        let done = 0;
        for (const match of text.matchAll(NAMED)) {
          const [whole, provider = '', , literal = ''] = match;
          const named = await fileNamed(path, text, match.index, literal, provider === '' ? undefined : bundle, errors);
          if (named === undefined) continue;
          found.set(named.path, named);
          contents += `${text.slice(done, match.index)}${provider}new URL('./${named.name}', import.meta.url)`;
          done = match.index + whole.length;
        }
        contents += text.slice(done);
        return errors.length > 0 ? { errors } : { contents, loader: loaderOf(path) };
      });
    },
  };
}

/** The file that a module names there; nothing where that is only talked of, or a mistake, which is noted. */
async function fileNamed(
  module: string,
  text: string,
  at: number,
  literal: string,
  bundle: ((path: string) => Promise<LocalFile>) | undefined,
  errors: Mistake[],
): Promise<LocalFile | undefined> {
  if (inComment(text, at)) return undefined;
  const target = asBuilt(resolve(dirname(module), decodeURIComponent(literal)));
  const wrong = (said: string) => void errors.push({ text: said, location: locate(module, text, at) });
  if (!isFile(target)) {
    if (!inTemplate(text, at)) wrong(`${literal} is no file: name each file by itself`);
    return undefined;
  }
  if (bundle === undefined)
    return { path: target, name: archiveName(target), content: readFileSync(target), inputs: [] };
  try {
    return await bundle(target);
  } catch (cause) {
    wrong(`${literal} is no provider: ${firstError(cause)}`);
    return undefined;
  }
}

/** What a published package names as TypeScript lies there as JavaScript. */
const asBuilt = (path: string): string => (path.endsWith('.ts') && !isFile(path) ? path.replace(/\.ts$/, '.js') : path);

/** The first of esbuild's errors with its place; what else was thrown by its message. */
function firstError(cause: unknown): string {
  const [error] = (cause as Partial<BuildFailure>).errors ?? [];
  if (error === undefined) return cause instanceof Error ? cause.message : String(cause);
  const { location, text } = error;
  return location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

function archiveName(path: string): string {
  const safe = basename(path)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^\.+/, '_');
  return `files/${hashOf(readFileSync(path)).slice(0, 32)}/${safe}`;
}

function loaderOf(path: string): 'ts' | 'tsx' | 'jsx' | 'js' {
  if (path.endsWith('.tsx')) return 'tsx';
  if (path.endsWith('.jsx')) return 'jsx';
  return /\.[cm]?ts$/.test(path) ? 'ts' : 'js';
}

function inComment(text: string, at: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return /^\s*(\/\/|\/?\*)/.test(before) || before.includes(' // ');
}

/** Text in backquotes, such as an example in documentation. One that names a file that is there is code within it, and is taken. */
const inTemplate = (text: string, at: number): boolean => (text.slice(0, at).match(/(?<!\\)`/g) ?? []).length % 2 === 1;

function locate(file: string, text: string, at: number) {
  const before = text.slice(0, at).split('\n');
  const line = before.length;
  const column = before.at(-1)?.length ?? 0;
  return { file, line, column, lineText: text.split('\n')[line - 1] ?? '' };
}
