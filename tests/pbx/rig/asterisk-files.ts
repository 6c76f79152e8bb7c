import { join } from 'node:path'

/** The prefix's own shared libraries (Debian amd64 layout). */
export function asteriskLibraries(prefix: string): string {
  return join(prefix, 'root/usr/lib/x86_64-linux-gnu')
}

export function asteriskModules(prefix: string): string {
  return join(asteriskLibraries(prefix), 'asterisk/modules')
}

/**
 * How to run the unpacked Asterisk: through the prefix's own loader, because its C library is newer than the
 * host's. Append Asterisk's own arguments to `args`.
 */
export function asteriskProgram(prefix: string): { file: string; args: readonly string[] } {
  return {
    file: join(prefix, 'root/usr/lib64/ld-linux-x86-64.so.2'),
    args: ['--library-path', asteriskLibraries(prefix), join(prefix, 'root/usr/sbin/asterisk')],
  }
}
