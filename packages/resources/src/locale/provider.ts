import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Observed, Provider } from '../contract/provider.ts';
import { byLine } from '../file/formats/by-line.ts';
import { equals } from '../file/formats/equals.ts';
import { lastLines, runChecked, succeeded } from '../host/checked.ts';
import { capturePaths, restorePaths } from '../host/path-prior.ts';
import { readTogether } from '../host/read-each.ts';
import { putFile, textOf } from '../host/regular-file.ts';
import { ended, endOf, textOf as joined, linesOf } from '../host/text-lines.ts';
import type { LocaleParams } from './resource.ts';

export interface LocaleState {
  /** /etc/locale.gen names it. */
  readonly listed: boolean;
  /** Programs can use it. */
  readonly generated: boolean;
  /** The `LANG` of the host. */
  readonly lang?: string | null;
}

const LIST = '/etc/locale.gen';
const DEFAULTS = '/etc/default/locale';
/** Where it is a link to this one, as since Debian 13. */
const SYSTEMD_DEFAULTS = '/etc/locale.conf';
/** Generating takes seconds each; a slow machine with many of them takes minutes. */
const GENERATE_MS = 20 * 60_000;

const variables = byLine(equals);

/** As `locale -a` spells it: de_DE.utf8. */
const spelled = (name: string): string =>
  name.replace(/\.([^@]+)/, (_, charset: string) => `.${charset.toLowerCase().replaceAll('-', '')}`);

const lineOf = ({ name, charset }: LocaleParams): string => `${name} ${charset}`;
const isLine = (text: string, params: LocaleParams): boolean =>
  text
    .replace(/^\s*#\s*/, '')
    .trim()
    .split(/\s+/)
    .join(' ') === lineOf(params);
const isListed = (text: string, params: LocaleParams): boolean =>
  linesOf(text).some((line) => !line.text.trim().startsWith('#') && isLine(line.text, params));

async function generated(host: Host): Promise<ReadonlySet<string>> {
  const completed = await host.query(['locale', '-a']);
  if (succeeded(completed)) return new Set(completed.stdout.split('\n').map((line) => spelled(line.trim())));
  throw new ResourceError('no_locales', `The locales could not be listed: ${lastLines(completed).at(-1) ?? ''}`);
}

async function defaultsPath(host: Host): Promise<string> {
  const { target } = (await host.stat(DEFAULTS)) ?? {};
  return target === '../locale.conf' || target === SYSTEMD_DEFAULTS ? SYSTEMD_DEFAULTS : DEFAULTS;
}

async function langNow(host: Host): Promise<string | null> {
  const found = variables.find((await textOf(host, await defaultsPath(host))) ?? '', 'LANG');
  return typeof found === 'string' ? found : null;
}

async function read(host: Host, wanted: readonly LocaleParams[]): Promise<readonly Observed<LocaleState>[]> {
  const [list, there, lang] = [await textOf(host, LIST), await generated(host), await langNow(host)];
  return wanted.map((params) => ({
    is: 'present',
    state: { listed: isListed(list ?? '', params), generated: there.has(spelled(params.name)), lang },
  }));
}

/** The list with this locale in it, or only as a comment. */
function withLine(text: string, params: LocaleParams, listed: boolean): string {
  const lines = linesOf(text);
  const made = { text: `${listed ? '' : '# '}${lineOf(params)}`, end: endOf(lines) };
  const first = lines.findIndex((line) => isLine(line.text, params));
  if (first === -1) return joined(listed ? [...ended(lines), made] : lines);
  return joined(lines.flatMap((line, at) => (at === first ? [made] : isLine(line.text, params) ? [] : [line])));
}

async function put(host: Host, path: string, before: string | undefined, after: string): Promise<void> {
  if (after === (before ?? '')) return;
  await putFile(host, path, { content: new TextEncoder().encode(after), owner: 'root', group: 'root', mode: 0o644 });
}

async function generate(host: Host, names: readonly string[]): Promise<void> {
  const what = `The locale ${names.join(', ')} could not be generated`;
  const command = { argv: ['locale-gen'], timeoutMs: GENERATE_MS };
  await runChecked(host, what, command, 'Look up its name and character set in /usr/share/i18n/SUPPORTED.');
}

async function needList(host: Host): Promise<string> {
  const list = await textOf(host, LIST);
  if (list !== undefined) return list;
  throw new ResourceError('no_locales', `There is no ${LIST}: no locale can be generated.`, {
    hint: "Declare pkg('locales') before it.",
  });
}

/** All in one list, then generated in one go. */
async function write(host: Host, all: readonly LocaleParams[]): Promise<void> {
  const list = await needList(host);
  await put(
    host,
    LIST,
    list,
    all.reduce((text, params) => withLine(text, params, true), list),
  );
  const there = await generated(host);
  const missing = all.filter(({ name }) => !there.has(spelled(name))).map(({ name }) => name);
  if (missing.length > 0) await generate(host, missing);
  const lang = all.find((params) => params.default)?.name;
  if (lang === undefined) return;
  const path = await defaultsPath(host);
  const defaults = await textOf(host, path);
  await put(host, path, defaults, variables.set(defaults ?? '', { LANG: lang }));
}

async function remove(host: Host, params: LocaleParams): Promise<void> {
  const path = await defaultsPath(host);
  const [list, defaults] = [await textOf(host, LIST), await textOf(host, path)];
  if (defaults !== undefined && variables.find(defaults, 'LANG') === params.name) {
    await put(host, path, defaults, variables.remove(defaults, ['LANG'], true));
  }
  if (list === undefined || !isListed(list, params)) return;
  await put(host, LIST, list, withLine(list, params, false));
  await generate(host, [params.name]);
}

/** Locales, by Debian's list of them. */
export const localeProvider: Provider<LocaleParams, LocaleState> = {
  simulates: true,
  want: ({ name, default: isDefault }) => ({ listed: true, generated: true, ...(isDefault ? { lang: name } : {}) }),
  read: (host, wanted) => readTogether(wanted, (all) => read(host, all)),
  together: true,
  write: (host, changes) =>
    write(
      host,
      changes.map(({ params }) => params),
    ),
  gone: ({ listed, generated: isThere }) => !listed && !isThere,
  remove,
  capture: async (host) => ({ paths: await capturePaths(host, [LIST, await defaultsPath(host)]) }),
  async restore(host, params, { paths = {} }) {
    const before = await textOf(host, LIST);
    await restorePaths(host, paths);
    if ((await textOf(host, LIST)) !== before) await generate(host, [params.name]);
  },
};
