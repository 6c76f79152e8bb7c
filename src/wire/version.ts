/**
 * The wire's history.
 *   1  sign-in, feed by (epoch, tx, k), push of intents, presence, board
 *   2  snapshots, own states with wrap-up and queue pause, the ledger of missed calls in the timeline feed, versioned intents
 */
export const wireVersion = 2

/** A console older than this is answered 426: it could not read the rows. */
export const oldestServed = 2

/** What a console of this version still has to say is taken before it is told to update: push, refresh, sign-out. */
export const oldestHeard = 1

/** Every request carries the console's version in this header. */
export const wireVersionHeader = 'pult-wire'
