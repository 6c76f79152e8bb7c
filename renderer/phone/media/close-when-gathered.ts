/** Chromium asks a STUN or TURN server that does not answer about so long; a connection is not kept longer, ms. */
const mostMs = 10_000

/**
 * Closes a connection that has a description of its own, once it has gathered its addresses. Chromium keeps one for as long
 * as the page lives that was closed while the news "gathered" was on its way to the page: it drops the news and not what
 * waits with it, and that holds the connection (`RTCPeerConnection::ChangeIceGatheringState`). Whoever calls this has
 * stopped its sound already.
 */
export function closeWhenGathered(connection: RTCPeerConnection): void {
  if (connection.iceGatheringState === 'complete') {
    connection.close()
    return
  }
  const deadline = setTimeout(() => connection.close(), mostMs)
  connection.addEventListener('icegatheringstatechange', () => {
    if (connection.iceGatheringState !== 'complete') return
    clearTimeout(deadline)
    connection.close()
  })
}
