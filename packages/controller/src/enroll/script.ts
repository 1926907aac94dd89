import { readFileSync } from 'node:fs';
import { LAYOUT, releaseFolder, runtimeFolder } from '@rolecall/agent/layout';
import type { StoredToken } from '../store/tokens.ts';
import type { AgentFiles } from './agent-files.ts';
import { hashOfToken } from './tokens.ts';

const TEMPLATE = readFileSync(new URL('./join.sh', import.meta.url), 'utf8');
const END_OF_FILE = 'ROLECALL_FILE';

export interface ScriptParts {
  /** Where hosts reach the controller. */
  readonly url: string;
  /** Of the controller's own key. */
  readonly pin: string;
  /** The authority's certificate in PEM. */
  readonly ca: string;
  readonly files: AgentFiles;
}

/** The script that a host pipes to its shell. */
export function joinScript({ url, pin, ca, files }: ScriptParts, token: string, stored: StoredToken): string {
  const values: Readonly<Record<string, string>> = {
    URL: quoted(url),
    PIN: quoted(`sha256//${pin}`),
    TOKEN: quoted(token),
    TOKEN_HASH: quoted(hashOfToken(token)),
    TOKEN_STATE: stored.usesLeft > 0 ? 'open' : 'used',
    BUNDLE: files.bundle.sha256,
    UNIT: quoted(LAYOUT.service),
    CA: ca.trim(),
    RUNTIMES: files.runtimes.map((runtime) => runtimeCase(files, runtime)).join('\n'),
    ARCHITECTURES: files.runtimes.map(({ architecture }) => architecture).join(', '),
    FILES: files.hostFiles.map(fileLines).join('\n'),
  };
  return TEMPLATE.replaceAll(/@([A-Z_]+)@/g, (_, name: string) => values[name] ?? '');
}

/** The line that a person pastes. */
export const joinLine = ({ url, pin }: Pick<ScriptParts, 'url' | 'pin'>, token: string): string =>
  `curl -fsSk --pinnedpubkey 'sha256//${pin}' ${url}/join/${token} | sudo sh`;

/** A script that says one sentence and fails: what curl would make of an error status tells a person nothing. */
export const refusingScript = (message: string): string => `printf 'rolecall: %s\\n' ${quoted(message)} >&2\nexit 1\n`;

function runtimeCase(files: AgentFiles, { architecture, sha256, id }: AgentFiles['runtimes'][number]): string {
  return `    ${architecture})
      runtime=${sha256}
      runtime_folder=${quoted(runtimeFolder(id))}
      release_folder=${quoted(releaseFolder(files.bundle.sha256, id))} ;;`;
}

const fileLines = ({ path, mode, content }: AgentFiles['hostFiles'][number]): string =>
  `  cat >"$work/file" <<'${END_OF_FILE}'
${content.endsWith('\n') ? content : `${content}\n`}${END_OF_FILE}
  place ${quoted(path)} ${mode.toString(8)}`;

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
