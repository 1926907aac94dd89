/** Commands that only look, by their first words; each with the numbers of words that may follow. */
const READING: Readonly<Record<string, readonly [min: number, max: number]>> = {
  PING: [0, 0],
  INFO: [0, 8],
  ROLE: [0, 0],
  DBSIZE: [0, 0],
  LASTSAVE: [0, 0],
  'CONFIG GET': [1, 8],
  'SENTINEL MASTERS': [0, 0],
  'SENTINEL MASTER': [1, 1],
  'SENTINEL REPLICAS': [1, 1],
  'SENTINEL SENTINELS': [1, 1],
  'SENTINEL GET-MASTER-ADDR-BY-NAME': [1, 1],
  'SENTINEL CKQUORUM': [1, 1],
  'CLUSTER INFO': [0, 0],
  'CLUSTER NODES': [0, 0],
};

/** Whether a command is known to change nothing. What is not known is not asked. */
export const onlyReads = (words: readonly string[]): boolean =>
  [1, 2].some((length) => {
    const rule = READING[words.slice(0, length).join(' ').toUpperCase()];
    const following = words.length - length;
    return rule !== undefined && following >= rule[0] && following <= rule[1];
  });
