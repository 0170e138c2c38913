/** The text mirror: every picture's content as tables, for screen readers, for tests, and where WebGL2 is missing. */
import type { Graph, Heap, Timeline } from '../node/generated/views';

const kImmortal = 4294967295;
const kStates = ['', 'weakly reachable', 'garbage, waiting for the collector'];

type Cell = string | number;

function table(caption: string, head: string[], rows: Cell[][], limit = 200): HTMLElement {
  const section = document.createElement('section');
  const title = document.createElement('h2');
  title.textContent = caption;
  const element = document.createElement('table');
  element.createTHead().insertRow().append(...head.map((text) => {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = text;
    return cell;
  }));
  const body = element.createTBody();
  for (const row of rows.slice(0, limit)) {
    const line = body.insertRow();
    for (const value of row) {
      const cell = line.insertCell();
      cell.textContent = typeof value === 'number' ? value.toLocaleString('en') : value;
      if (typeof value === 'number') cell.className = 'number';
    }
  }
  section.append(title, element);
  if (rows.length > limit) section.append(`... ${rows.length - limit} more`);
  return section;
}

export interface Moment {
  graph: Graph;
  timeline: Timeline;
  heap: Heap;
}

export function describe({ graph, timeline, heap }: Moment): HTMLElement[] {
  const name = (index: number) => {
    const node = graph.nodes[index];
    return node.kind === 0 ? `frame ${node.value}` : node.kind === 1 ? 'globals' : `${node.type} ${node.value}`;
  };
  const objects = graph.nodes.filter((node) => node.kind === 2);
  return [
    table('Objects', ['type', 'value', 'bytes', 'references', 'generation', 'state'], objects.map((node) => [
      node.type, node.value, node.size, node.refcount === kImmortal ? 'immortal' : node.refcount,
      node.generation < 0 ? '' : String(node.generation), kStates[node.state] + (node.component ? ` in cycle ${node.component}` : '')])),
    table('References', ['from', 'name', 'to'], graph.edges.map((edge) => [
      name(edge.from), edge.weak ? `${edge.label} (weak)` : edge.label, name(edge.to)])),
    table('Memory', ['what', 'bytes'], [
      ['in use', timeline.current], ['peak', timeline.peak], ['small blocks', heap.small_bytes], ['large blocks', heap.raw_bytes]]),
    table('Collections', ['tick', 'generation', 'collected'],
      timeline.collections.map((mark) => [mark.tick, mark.generation, mark.collected])),
    table('Pools', ['arena', 'block size', 'in use', 'of'], heap.arenas.flatMap((arena, index) => arena.pools
      .filter((pool) => pool.size_class > 0)
      .map((pool) => [String(index + 1), pool.size_class, pool.used, pool.capacity]))),
  ];
}
