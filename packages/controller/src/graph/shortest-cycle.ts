/** The shortest loop in a graph, its first node repeated at the end; nothing where there is none. `after` is what each waits for. */
export function shortestCycle<T>(after: ReadonlyMap<T, readonly T[]>): readonly T[] | undefined {
  let best: readonly T[] | undefined;
  for (const start of leftOver(after)) {
    const loop = loopThrough(start, after, best?.length ?? Number.POSITIVE_INFINITY);
    if (loop !== undefined) best = loop;
    if (best?.length === 2) break;
  }
  return best;
}

/** What is never released when everything without unmet needs goes first: the loops, and what waits for them. */
function leftOver<T>(after: ReadonlyMap<T, readonly T[]>): readonly T[] {
  const released = new Set(releaseOrder(after));
  return [...after.keys()].filter((node) => !released.has(node));
}

/** The nodes in the order in which they are released by counts of what they still wait for; nodes on loops never are. */
export function releaseOrder<T>(after: ReadonlyMap<T, readonly T[]>): readonly T[] {
  const missing = new Map<T, number>();
  const waiting = new Map<T, T[]>();
  for (const [node, needs] of after) {
    const known = [...new Set(needs)].filter((need) => after.has(need));
    missing.set(node, known.length);
    for (const need of known) {
      const list = waiting.get(need);
      if (list === undefined) waiting.set(need, [node]);
      else list.push(node);
    }
  }
  const order = [...after.keys()].filter((node) => missing.get(node) === 0);
  for (let at = 0; at < order.length; at++) {
    for (const next of waiting.get(order[at] as T) ?? []) {
      const left = (missing.get(next) ?? 0) - 1;
      missing.set(next, left);
      if (left === 0) order.push(next);
    }
  }
  return order;
}

/** Breadth first from a node along what it waits for, back to itself, if shorter than `limit`. */
function loopThrough<T>(start: T, after: ReadonlyMap<T, readonly T[]>, limit: number): readonly T[] | undefined {
  const from = new Map<T, T>();
  let layer: readonly T[] = [start];
  for (let length = 2; layer.length > 0 && length < limit; length++) {
    const next: T[] = [];
    for (const node of layer) {
      for (const need of after.get(node) ?? []) {
        if (need === start) return pathTo(node, start, from);
        if (from.has(need) || !after.has(need)) continue;
        from.set(need, node);
        next.push(need);
      }
    }
    layer = next;
  }
  return undefined;
}

function pathTo<T>(end: T, start: T, from: ReadonlyMap<T, T>): readonly T[] {
  const path: T[] = [start];
  for (let at: T | undefined = end; at !== undefined && at !== start; at = from.get(at)) path.push(at);
  return [...path, start].reverse();
}
