/** The sound of a training recording: quiet, with a short beep every two seconds, so that one hears that it plays. */

/** As Asterisk records: 8,000 samples a second, 16 bits, one channel. */
const rate = 8_000
const pitch = 440
const loudness = 4_000
const beepEvery = 2
const beepFor = 0.2

/** A whole WAV file. */
export function beeps(seconds: number): Buffer {
  const samples = Math.max(1, Math.round(seconds * rate))
  const file = Buffer.alloc(44 + samples * 2)
  file.write('RIFF', 0)
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(rate * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(samples * 2, 40)
  for (let sample = 0; sample < samples; sample++) {
    const time = sample / rate
    if (time % beepEvery >= beepFor) continue
    file.writeInt16LE(Math.round(Math.sin(2 * Math.PI * pitch * time) * loudness), 44 + sample * 2)
  }
  return file
}
