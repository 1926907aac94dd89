import { ended, endOf, linesOf, type TextLine, textOf } from '../host/text-lines.ts';

/** A public key as OpenSSH writes it: type, base64, comment. */
export const PUBLIC_KEY =
  /^(ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) (AAAA[A-Za-z0-9+/]+={0,2})(?: ([^\n\r]*\S))?$/;

/** What tells one key from another. */
export const blobOf = (key: string): string => PUBLIC_KEY.exec(key)?.[2] ?? '';

const isOf =
  (blob: string) =>
  ({ text }: TextLine): boolean =>
    !text.trimStart().startsWith('#') && text.split(/\s+/).includes(blob);

/** The line that holds a key, as it stands there; all of them where there are several. */
export function keyLine(text: string, blob: string): string | undefined {
  const found = linesOf(text).filter(isOf(blob));
  return found.length === 0 ? undefined : found.map((line) => line.text.trim()).join('\n');
}

/** The text with this line for a key: where its first one was, else at the end. */
export function setKeyLine(text: string, blob: string, line: string): string {
  const lines = linesOf(text);
  const isIt = isOf(blob);
  const made = { text: line, end: endOf(lines) };
  const first = lines.findIndex(isIt);
  if (first === -1) return textOf([...ended(lines), made]);
  return textOf(lines.flatMap((each, at) => (at === first ? [made] : isIt(each) ? [] : [each])));
}

/** The text without a key. */
export const removeKeyLine = (text: string, blob: string): string => {
  const isIt = isOf(blob);
  return textOf(linesOf(text).filter((line) => !isIt(line)));
};
