/**
 * Shorter values are not hidden: a PIN of four digits would blot out every port number, and would tell by that where it is. The agent
 * warns about them when it gets them.
 */
export const SHORTEST_HIDDEN = 6;

/** All the ways in which a secret may show in a program's output, longest first. */
export function patternsOf(secrets: readonly string[]): readonly Buffer[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const part of [secret, ...secret.split(/\r?\n/)]) {
      if (part.length < SHORTEST_HIDDEN) continue;
      for (const form of formsOf(part)) if (form.length >= SHORTEST_HIDDEN) forms.add(form);
    }
  }
  return [...forms].map((form) => Buffer.from(form, 'utf8')).sort((a, b) => b.length - a.length);
}

function formsOf(text: string): readonly string[] {
  const url = encodeURIComponent(text);
  const json = JSON.stringify(text).slice(1, -1);
  return [
    text,
    url,
    url.replaceAll('%20', '+'),
    lowerCaseEscapes(url),
    json,
    json.replaceAll('/', '\\/'),
    ...base64Of(text),
  ];
}

const lowerCaseEscapes = (url: string): string => url.replace(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase());

/**
 * Base64 depends on where the text stands in what was encoded, modulo three bytes. In each of the three, the digits that hold nothing but
 * bits of the text are its pattern.
 */
function base64Of(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8');
  const forms = [bytes.toString('base64'), bytes.toString('base64url')];
  for (const before of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const inner = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    forms.push(inner, inner.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}
