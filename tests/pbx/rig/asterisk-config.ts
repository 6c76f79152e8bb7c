import { existsSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { extensionsConf } from './config-extensions.ts'
import { pjsipConf } from './config-pjsip.ts'
import { featuresConf, musicConf, parkingConf, queuesConf } from './config-queues.ts'
import {
  ariConf,
  asteriskConf,
  httpConf,
  loggerConf,
  managerConf,
  modulesConf,
  quietFiles,
  rtpConf,
} from './config-system.ts'
import { type RigPlan, rigFiles } from './rig-plan.ts'
import { runToolOrThrow } from './run-tool.ts'

const folders = [
  'etc',
  'lib',
  'db',
  'spool/recording',
  'spool/monitor',
  'spool/outgoing',
  'spool/tmp',
  'run',
  'log/cdr-csv',
  'keys/keys',
  'agi',
  'cache',
  'moh',
]

/** Writes the whole configuration of one Asterisk into the plan's folder, readable by its owner only. */
export async function writeAsteriskConfig(plan: RigPlan): Promise<void> {
  await mkdir(plan.folder, { recursive: true, mode: 0o700 })
  await chmod(plan.folder, 0o700)
  for (const folder of folders) await mkdir(join(plan.folder, folder), { recursive: true })
  await makeCertificate(plan)
  await writeFile(join(rigFiles(plan).music, 'tone.sln'), holdMusic())
  const files: Record<string, string> = {
    ...quietFiles,
    'asterisk.conf': asteriskConf(plan),
    'modules.conf': modulesConf,
    'logger.conf': loggerConf,
    'rtp.conf': rtpConf(plan),
    'http.conf': httpConf(plan),
    'ari.conf': ariConf(plan),
    'manager.conf': managerConf(plan),
    'pjsip.conf': pjsipConf(plan),
    'queues.conf': queuesConf(plan),
    'musiconhold.conf': musicConf(plan),
    'features.conf': featuresConf,
    'res_parking.conf': parkingConf,
    'extensions.conf': extensionsConf(plan),
  }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(rigFiles(plan).etc, name), text, { mode: 0o600 })
  }
}

/** For wss://: self-signed for localhost and 127.0.0.1, made anew for each run folder. */
async function makeCertificate(plan: RigPlan): Promise<void> {
  const { certificate, certificateKey } = rigFiles(plan)
  if (existsSync(certificate)) return
  await runToolOrThrow('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-keyout', certificateKey, '-out', certificate],
  ])
  await chmod(certificateKey, 0o600)
}

/** Four seconds of two quiet tones, signed linear 8 kHz: told apart from a customer's 440 Hz by its second half. */
function holdMusic(): Buffer {
  const samples = 32_000
  const music = Buffer.alloc(samples * 2)
  for (let i = 0; i < samples; i++) {
    const hz = i < samples / 2 ? 440 : 554
    music.writeInt16LE(Math.round(3000 * Math.sin((2 * Math.PI * hz * i) / 8000)), i * 2)
  }
  return music
}
