import type { UserAgent } from 'sip.js'
import { userOfContact } from './read-contact.ts'

/**
 * Asks the registrar which phones are registered as us, and changes nothing there: a REGISTER without Contact (RFC 3261
 * §10.2.3). `told` gets the user parts of their addresses when it answers 200. A registrar that keeps one phone of an account
 * drops the older one without a word, and a refresh would take the place back from the newer one as silently.
 */
export function askBindings(agent: UserAgent, told: (users: readonly string[]) => void): void {
  const { uri } = agent.configuration
  const registrar = uri.clone()
  registrar.user = undefined
  const request = agent.userAgentCore.makeOutgoingRequestMessage('REGISTER', registrar, uri, uri, {})
  agent.userAgentCore.register(request, {
    onAccept: ({ message }) => {
      const contacts = message.getHeaders('contact').map((_, index) => message.parseHeader('contact', index))
      told(contacts.flatMap((contact) => userOfContact(contact) ?? []))
    },
  })
}
