/** Whether these first lines could still become JSON: what is wrong with them is that they end. */
function couldGoOn(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    return (
      /^Unexpected end of JSON input/.test(message) || / at position (\d+)/.exec(message)?.[1] === `${text.length}`
    );
  }
}

/** The first line, from 1, up to which a text is no beginning of JSON. V8 names a place in some of its errors only. */
export function firstBadLine(text: string): number {
  const lines = text.split('\n');
  let [good, bad] = [0, lines.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const isGood = couldGoOn(lines.slice(0, middle).join('\n'));
    [good, bad] = isGood ? [middle, bad] : [good, middle];
  }
  return bad;
}
