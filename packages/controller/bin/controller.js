#!/usr/bin/env node
// Plain JavaScript that any Node from 18 on can start. The program itself needs Node 26: its permission model is what keeps a
// site's code from the network. npm brought that Node with this package, so an older one only hands over to it.
const [major] = process.versions.node.split('.').map(Number);

if (major >= 26) {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache?.();
  const { main } = await import('../src/cli/main.ts');
  await main(process.argv.slice(2));
} else {
  const { spawn } = await import('node:child_process');
  const { createRequire } = await import('node:module');
  const { fileURLToPath } = await import('node:url');
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64';
  let node;
  try {
    node = createRequire(import.meta.url).resolve(`node-linux-${arch}/bin/node`);
  } catch {
    console.error(
      `controller needs Node 26, this is ${process.version}, and npm did not bring one for ${process.platform}-${arch}.`,
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));
}
