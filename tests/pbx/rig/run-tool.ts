import { type SpawnOptions, spawn } from 'node:child_process'

export type ToolOutcome = { code: number | null; stdout: string; stderr: string }

/**
 * Runs a program to its end and keeps what it said. Never throws for a non-zero code: the caller decides.
 * Throws when the program cannot be started at all.
 */
export function runTool(
  file: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<ToolOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** As runTool, but a non-zero code is an error that carries the last lines of what the program said. */
export async function runToolOrThrow(
  file: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await runTool(file, args, options)
  if (code === 0) return stdout
  const lastLines = `${stdout}\n${stderr}`.trim().split('\n').slice(-6).join('\n')
  throw new Error(`${file} ${args[0] ?? ''} ended with ${code}: ${lastLines}`)
}

/** Whether a program of this name is on PATH. */
export async function hasTool(name: string): Promise<boolean> {
  return (await runTool('sh', ['-c', 'command -v "$1"', 'sh', name])).code === 0
}
