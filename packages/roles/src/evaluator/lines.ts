/** Answers each line of standard input with one line on standard output, in order. Each answer is made before the next line is read. */
export function answerLines(answer: (line: string) => string): void {
  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) process.stdout.write(`${answer(line)}\n`);
  });
}
