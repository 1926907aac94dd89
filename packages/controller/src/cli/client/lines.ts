/** A line longer than this ends the stream: no event is. */
const MAX_LINE = 64 * 1024 * 1024;

/** The lines of a stream of bytes, without their ends; a last line without one counts too. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of stream) {
    rest += decoder.decode(bytes, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE) throw new RangeError(`a line of more than ${MAX_LINE} characters`);
    yield* lines;
  }
  if (rest !== '') yield rest;
}
