import { answerAsk } from '../../packages/agent/src/ask/index.ts';
import { gatherFacts, hashFacts } from '../../packages/agent/src/facts/index.ts';

/** Runs on a host in the agent's place: answers one question given as JSON, or gathers facts twice. */
async function main(given: string | undefined): Promise<void> {
  if (given !== undefined) {
    console.log(JSON.stringify(await answerAsk(JSON.parse(given), (text) => text)));
    return;
  }
  const facts = await gatherFacts();
  console.log(JSON.stringify({ facts, same: hashFacts(facts) === hashFacts(await gatherFacts()) }));
}

void main(process.argv[2]);
