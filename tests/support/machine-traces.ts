/**
 * What must not be published: hosts packages are downloaded from, and absolute paths of the machine a file was made
 * on. The words are put together here so that this file does not find itself.
 */
const registryHosts = [
  ['registry', 'npmjs.org'],
  ['registry', 'npmjs.com'],
  ['registry', 'yarnpkg.com'],
  ['registry', 'npmmirror.com'],
  ['npm', 'pkg.github.com'],
  ['files', 'pythonhosted.org'],
  ['proxy', 'golang.org'],
].map((parts) => parts.join('.').replaceAll('.', '\\.'))

/** Hosts named after the job they do: an own registry or mirror. */
const registryLike = String.raw`(?:https?:)?//[^\s"'/]*(?:npm|pypi|apt|registry|artifactory|nexus|verdaccio|mirror)s?[.-][^\s"'/]+`

/** A home or build folder as the start of a path; `src/root/x` and `example.org/work` are not. */
const machinePath = String.raw`(?<![\w.\-/)}\]*~])/(?:${['root', 'work', 'farm'].join('|')})/`

const trace = new RegExp(`${registryHosts.join('|')}|${registryLike}|${machinePath}`, 'gi')

/** Traces in a text with their line numbers, at most one a line. */
export function machineTraces(text: string): { line: number; found: string }[] {
  return text.split('\n').flatMap((content, index) => {
    const [found] = content.match(trace) ?? []
    return found === undefined ? [] : [{ line: index + 1, found }]
  })
}
