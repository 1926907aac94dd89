import type { GraphNode } from '@rolecall/protocol';

/** The graph as text: an arrow leads from what must be up to what waits for it. */
export function graphText(nodes: readonly GraphNode[], form: 'dot' | 'mermaid' | 'lines'): string {
  const edges = nodes.flatMap(({ instance, after }) => after.map((before) => [before, instance] as const));
  switch (form) {
    case 'dot':
      return [
        'digraph site {',
        ...nodes.map(({ instance }) => `  "${instance}";`),
        ...edges.map(([from, to]) => `  "${from}" -> "${to}";`),
        '}\n',
      ].join('\n');
    case 'mermaid': {
      const id = new Map(nodes.map(({ instance }, i) => [instance, `n${i}`]));
      return [
        'flowchart LR',
        ...nodes.map(({ instance }) => `  ${id.get(instance)}["${instance}"]`),
        ...edges.map(([from, to]) => `  ${id.get(from)} --> ${id.get(to)}\n`.trimEnd()),
        '',
      ].join('\n');
    }
    case 'lines':
      return nodes
        .map(({ instance, after }) => `${instance}${after.length === 0 ? '' : `  after ${after.join(', ')}`}\n`)
        .join('');
  }
}
