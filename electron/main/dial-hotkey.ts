import type { Clipboard, GlobalShortcut } from 'electron'
import { dialTextMax } from '#bridge/shell.ts'

/**
 * Listens, in whatever program the person works, to the key that asks about the number they copied. The clipboard is
 * read on that key alone. Answers whether the key was ours to take: another program may hold it already.
 */
export function watchDialHotkey(
  { globalShortcut, clipboard }: { globalShortcut: GlobalShortcut; clipboard: Clipboard },
  accelerator: string,
  { heard, failed }: { heard: (text: string) => void; failed: (error: unknown) => void },
): boolean {
  try {
    return globalShortcut.register(accelerator, () => {
      clipboard.readText().then((text) => heard(text.slice(0, dialTextMax)), failed)
    })
  } catch {
    // Electron throws at an accelerator it cannot read: a slip of the policy file must not stop the telephone.
    return false
  }
}
