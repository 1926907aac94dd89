/** Control characters, which a unit file has as escapes. */
const escaped = (letter: string): string => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;

/** One word of an `ExecStart=`: quoted, and with what systemd would replace (`%`, `$`, backslashes) as itself; see systemd.service(5). */
const execWord = (word: string): string =>
  `"${word
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('%', '%%')
    .replaceAll('$', '$$$$')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
    .replace(/[\x01-\x1f\x7f]/g, escaped)}"`;

/** The words of a program as systemd reads them back, unchanged. */
export const execWords = (argv: readonly string[]): string => argv.map(execWord).join(' ');
