/**
 * The wire's history. A console older than the floor is answered 426 after its outbox is drained or exported.
 *   1  sign-in, feed by (epoch, tx, k), push of intents, presence, board
 */
export const wireVersion = 1
export const oldestServed = 1

/** Every request carries the console's version in this header. */
export const wireVersionHeader = 'pult-wire'
