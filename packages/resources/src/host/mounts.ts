/** Whether the mount that holds a path can only be read; `mounts` is the text of `/proc/PID/mounts`, see proc(5). */
export function isReadOnly(mounts: string, path: string): boolean {
  let best = { point: '', options: '' };
  for (const line of mounts.split('\n')) {
    const [, point = '', , options = ''] = line.split(' ');
    const holds = path === point || path.startsWith(point === '/' ? '/' : `${point}/`);
    // A later mount lies over an earlier one at the same place.
    if (point !== '' && holds && point.length >= best.point.length) best = { point, options };
  }
  return best.options.split(',').includes('ro');
}
