/** How bad it is, as syslog counts (RFC 5424, 6.2.1); journald reads the number from the line. */
const LEVELS = { error: 3, warning: 4, info: 6, debug: 7 } as const;
export type Level = keyof typeof LEVELS;

/** Writes one line: a sentence, then what it is about as `name=value`. Never given a secret. */
export type Log = (level: Level, message: string, about?: Readonly<Record<string, string | number | boolean>>) => void;

/** A log to standard error: one line a call, as `<6>linked controller=…`. `debug` lines only when asked for. */
export function logTo(write: (line: string) => void, options: { readonly debug: boolean }): Log {
  return (level, message, about = {}) => {
    if (level === 'debug' && !options.debug) return;
    const pairs = Object.entries(about).map(([name, value]) => ` ${name}=${quoted(String(value))}`);
    write(`<${LEVELS[level]}>${oneLine(message)}${pairs.join('')}\n`);
  };
}

const quoted = (value: string): string => (/^[\w.:/@#,+-]+$/.test(value) ? value : JSON.stringify(value));

// biome-ignore lint/suspicious/noControlCharactersInRegex: a message may quote what a peer or a program said
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f]+/g, ' ');
