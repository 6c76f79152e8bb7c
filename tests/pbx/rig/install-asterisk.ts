import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { asteriskLibraries, asteriskModules, asteriskProgram } from './asterisk-files.ts'
import { keptModules } from './asterisk-modules.ts'
import { runTool, runToolOrThrow } from './run-tool.ts'

type Log = (line: string) => void

/** Asterisk 22 (LTS) is packaged in sid alone: neither bookworm nor trixie has any Asterisk. */
const suite = 'sid'

/**
 * What the kept modules link to, by the beginning of the package name: a library's version in its name changes
 * in sid, its beginning does not. The link check at the end says loudly when something is missing here.
 */
const keptPackages = new RegExp(
  '^(asterisk$|asterisk-modules|asterisk-core-sounds-en|libbsd|libc6|libcap2|libcrypt1|libedit|libgcc-s|libgsm|' +
    'libjansson|libmd0|libnspr|libnss3|libopus0|libsqlite3|libsrtp|libssl|libstdc|libsystemd|libtinfo|' +
    'liburiparser|libuuid|libxml2|libxslt|libzstd|zlib1g)',
)

/** The archive and key this Debian itself trusts, so that neither is written down here. */
export async function debianArchive(): Promise<{ uri: string; signedBy: string } | null> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const codename = /^VERSION_CODENAME="?([\w-]+)/m.exec(release)?.[1]
  const listing = await runTool('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(CODENAME) $(COMPONENT) $(SIGNED_BY)',
    'Created-By: Packages',
  ])
  for (const line of listing.stdout.split('\n')) {
    const [uri, suiteOrCodename, component, signedBy] = line.trim().split(/\s+/)
    if (!uri || component !== 'main' || suiteOrCodename !== codename || uri.includes('-security')) continue
    return { uri, signedBy: signedBy?.startsWith('/') ? signedBy : debianKeyring }
  }
  return null
}

/** Where the package debian-archive-keyring puts the keys when the sources name none. */
const debianKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/**
 * Unpacks Asterisk and the libraries it needs into `folder` and proves that all of it links inside that folder.
 * The host's own packages are not touched: apt gets folders of its own, and no maintainer script runs.
 * Throws with a readable message; the caller removes what is half made.
 */
export async function installAsterisk(folder: string, log: Log): Promise<string> {
  const archive = await debianArchive()
  if (!archive) throw new Error('this system names no Debian archive in its apt sources')
  const apt = await privateApt(join(folder, 'apt'), archive)
  log('asterisk: reading the package index')
  await apt.run(['-qq', 'update'])
  const closure = await apt.run(['install', '-s', 'asterisk'])
  const packages = [...closure.matchAll(/^Inst (\S+)/gm)]
    .map((match) => match[1]!)
    .filter((name) => keptPackages.test(name))
  if (!packages.includes('asterisk')) throw new Error('the archive offers no asterisk package')
  log(`asterisk: fetching ${packages.length} packages`)
  await apt.run(['-qq', 'download', ...packages])
  log('asterisk: unpacking')
  const root = join(folder, 'root')
  await mkdir(root, { recursive: true })
  for (const name of await readdir(apt.downloads)) {
    if (name.endsWith('.deb')) await runToolOrThrow('dpkg-deb', ['-x', join(apt.downloads, name), root])
  }
  await rm(join(folder, 'apt'), { recursive: true, force: true })
  for (const heavy of ['doc', 'man', 'locale', 'bash-completion', 'lintian', 'i18n']) {
    await rm(join(root, 'usr/share', heavy), { recursive: true, force: true })
  }
  await keepOnlyListedModules(folder)
  log('asterisk: checking that everything links')
  await proveLinks(folder)
  const program = asteriskProgram(folder)
  return (await runToolOrThrow(program.file, [...program.args, '-V'])).trim()
}

async function privateApt(folder: string, archive: { uri: string; signedBy: string }) {
  const downloads = join(folder, 'downloads')
  for (const part of ['state/lists/partial', 'cache/archives/partial', 'downloads']) {
    await mkdir(join(folder, part), { recursive: true })
  }
  await writeFile(join(folder, 'state/status'), '')
  const source = `deb [arch=amd64 signed-by=${archive.signedBy}] ${archive.uri} ${suite} main\n`
  await writeFile(join(folder, 'sources.list'), source)
  const settings = [
    `Dir::State "${folder}/state";`,
    `Dir::State::status "${folder}/state/status";`,
    `Dir::Cache "${folder}/cache";`,
    `Dir::Etc::sourcelist "${folder}/sources.list";`,
    'Dir::Etc::sourceparts "/dev/null";',
    'Dir::Etc::preferencesparts "/dev/null";',
    // apt would otherwise change to a user who cannot write into the cache folder of a checkout.
    'APT::Sandbox::User "root";',
    'Acquire::Languages "none";',
    'Acquire::Retries "3";',
    'APT::Install-Recommends "false";',
    'APT::Architecture "amd64";',
  ]
  const settingsFile = join(folder, 'apt.conf')
  await writeFile(settingsFile, `${settings.join('\n')}\n`)
  const run = (args: string[]) =>
    runToolOrThrow('apt-get', args, {
      cwd: downloads,
      env: { ...process.env, LC_ALL: 'C', APT_CONFIG: settingsFile },
    })
  return { downloads, run }
}

async function keepOnlyListedModules(folder: string): Promise<void> {
  for (const file of await readdir(asteriskModules(folder))) {
    if (!keptModules.has(basename(file, '.so')))
      await rm(join(asteriskModules(folder), file), { recursive: true })
  }
}

/** The loader silently falls back to the host's libraries, so "found" must also mean "found inside the folder". */
async function proveLinks(folder: string): Promise<void> {
  const modules = (await readdir(asteriskModules(folder))).filter((file) => file.endsWith('.so'))
  if (modules.length === 0) throw new Error('the packages brought no Asterisk modules')
  const program = asteriskProgram(folder)
  const files = [
    join(folder, 'root/usr/sbin/asterisk'),
    ...modules.map((name) => join(asteriskModules(folder), name)),
  ]
  for (const file of files) {
    const { stdout, stderr } = await runTool(program.file, [
      '--library-path',
      asteriskLibraries(folder),
      '--list',
      file,
    ])
    const stray = `${stdout}\n${stderr}`
      .split('\n')
      .filter((line) => /=>|cannot open/.test(line) && !line.includes(`=> ${folder}/root/`))
    if (stray.length > 0) throw new Error(`${basename(file)} does not link: ${stray[0]!.trim()}`)
  }
}
