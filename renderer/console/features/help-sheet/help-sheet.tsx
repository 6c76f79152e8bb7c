import { useText } from '#renderer/texts/use-text.ts'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { useStore } from '#renderer/ui/external-store.ts'
import { Kbd } from '#renderer/ui/kbd.tsx'
import { capsOf } from '../../commands/chord.ts'
import type { Command } from '../../commands/command.ts'
import { commands } from '../../commands/registry.ts'
import { useConsole } from '../../model/console-model.ts'
import './help-sheet.css'

const groups = ['call', 'ticket', 'window'] as const

const capsShown = ({ id, chord }: Command): readonly string[] =>
  id === 'call.choose.1' ? ['Alt', '1…9'] : chord ? capsOf(chord) : []

/** Every key, read from the registry: what is not there does not exist. */
export function HelpSheet() {
  const { sheet } = useConsole()
  const { t } = useText()
  const open = useStore(sheet) === 'help'
  return (
    <Dialog
      open={open}
      onClose={() => sheet.set(null)}
      title={t('help.title')}
      closeLabel={t('close')}
      size="large"
    >
      <p className="help-note">{t('help.note')}</p>
      <div className="help-groups">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="help-title">{t(`group.${group}`)}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group && command.chord && command.listed !== 'no')
                .map((command) => (
                  <div key={command.id} className="help-row">
                    <dt>{t(command.text)}</dt>
                    <dd>
                      <Kbd keys={capsShown(command)} />
                      <span className="sr-only">{capsShown(command).join('+')}</span>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
