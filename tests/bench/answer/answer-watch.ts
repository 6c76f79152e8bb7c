/** Runs in the page before its own code: notes when a 200 to INVITE was handed to the socket, ms of the page's clock. */
export function answerWatch(): void {
  const holder = window as unknown as { __answeredAt: number }
  holder.__answeredAt = 0
  const send = WebSocket.prototype.send
  WebSocket.prototype.send = function (data) {
    if (typeof data === 'string' && data.startsWith('SIP/2.0 200') && /^CSeq: \d+ INVITE/im.test(data))
      holder.__answeredAt = performance.now()
    send.call(this, data)
  }
}
