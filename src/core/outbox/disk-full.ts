/** There was no room to keep a change: nothing of it was kept, and the person is told. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull'
  constructor(options?: ErrorOptions) {
    super('no room on the disk', options)
  }
}
