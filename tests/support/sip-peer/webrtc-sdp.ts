/** What a browser's audio SDP must hold for another browser to take it; nobody listens at its address. */
const common = [
  'v=0',
  'o=- 4611731400430051336 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 8 101',
  'c=IN IP4 0.0.0.0',
  'a=rtcp:9 IN IP4 0.0.0.0',
  'a=ice-ufrag:pult',
  'a=ice-pwd:0123456789abcdefghijklmn',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, (_, index) => (index + 16).toString(16).toUpperCase()).join(':')}`,
  'a=mid:0',
  'a=rtcp-mux',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host',
]

/** An offer of sound that a browser answers with a real RTCPeerConnection; it never gets connected. */
export function webrtcOffer(): string {
  return [...common, 'a=setup:actpass', 'a=sendrecv', ''].join('\r\n')
}

/** The answer to a browser's offer in the same call. */
export function webrtcAnswer(direction: 'sendrecv' | 'recvonly'): string {
  return [...common, 'a=setup:passive', `a=${direction}`, ''].join('\r\n')
}
