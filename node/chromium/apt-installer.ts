import { spawnSync } from 'node:child_process';

/** A way to get what tests need. */
export interface Installer {
  readonly name: string;
  /** Installs; null on success, else why it did not work. */
  readonly install: () => string | null;
}

/** In milliseconds. */
export const SECOND = 1000;

/** Installs a Debian package as root, or by sudo where that asks for no password. */
export function createAptInstaller(packageName: string): Installer {
  return {
    name: `Debian's package (apt-get install ${packageName})`,
    install: () => {
      if (runCommand(['apt-get', '--version'], 10 * SECOND) !== null) return 'there is no apt-get';
      const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
      if (runCommand([...asRoot, 'true'], 10 * SECOND) !== null) return 'it needs root, or sudo without a password';
      const apt = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-q'];
      return (
        runCommand([...apt, 'update'], 300 * SECOND) ??
        runCommand([...apt, 'install', '--yes', '--no-install-recommends', packageName], 600 * SECOND)
      );
    },
  };
}

/** Runs a command quietly; null on success, else the first line that looks like its reason. */
export function runCommand(
  command: readonly string[],
  timeoutMs: number,
  environment: Record<string, string> = {},
): string | null {
  const [file = '', ...parameters] = command;
  const { error, status, signal, stdout, stderr } = spawnSync(file, parameters, {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  });
  if (status === 0) return null;
  if (signal !== null) return `it took more than ${timeoutMs / SECOND} seconds`;
  if (error) return error.message;
  const lines = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim());
  return lines.find((line) => /^(E|Err|Error):/.test(line)) ?? `exit status ${status}`;
}
