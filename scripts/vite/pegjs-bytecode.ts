/**
 * Compiles the bytecode of a parser that pegjs made "for size" into the JavaScript it would have made "for speed": each
 * rule is a function, and what the interpreter keeps on a stack is in variables.
 *
 * The code expects in its scope: `input`, `peg$currPos`, `peg$savedPos`, `peg$FAILED` and the array `peg$consts`. What a
 * failure expected is not kept: a refusal says no more than that it is one.
 */
export function compileRules(rules: readonly (readonly number[])[]): string {
  const uses: Uses = { consts: new Set(), tables: new Set() }
  const functions = rules.map((bytecode, index) => new RuleWriter(bytecode, uses).write(index))
  return [
    ...[...uses.consts].map((index) => `const c${index} = peg$consts[${index}];`),
    // Nearly every character is an ASCII one: a look into a table instead of a regular expression.
    'const peg$table = (one) => Uint8Array.from({ length: 128 }, (_, code) => +one.test(String.fromCharCode(code)));',
    ...[...uses.tables].map((index) => `const t${index} = peg$table(c${index});`),
    'const peg$inClass = (table, one) => {',
    '  const code = input.charCodeAt(peg$currPos);',
    '  return code < 128 ? table[code] === 1 : one.test(input.charAt(peg$currPos));',
    '};',
    'const peg$sameLetters = (text) => {',
    '  const code = input.charCodeAt(peg$currPos);',
    '  if (code < 128 && (code | 32) !== (text.charCodeAt(0) | 32)) return false;',
    '  return input.substring(peg$currPos, peg$currPos + text.length).toLowerCase() === text;',
    '};',
    ...functions,
    `const peg$rules = [${rules.map((_, index) => `r${index}`)}];`,
  ].join('\n')
}

/** The numbers behind the text of `peg$decode`. */
export function decodeRule(text: string): number[] {
  return [...text].map((char) => char.charCodeAt(0) - 32)
}

type Uses = { readonly consts: Set<number>; readonly tables: Set<number> }

class RuleWriter {
  readonly #code: readonly number[]
  readonly #uses: Uses
  readonly #lines: string[] = []
  /** Values on the stack at the instruction at hand: bytecode is such that this never depends on the input. */
  #depth = 0
  #deepest = 0

  constructor(code: readonly number[], uses: Uses) {
    this.#code = code
    this.#uses = uses
  }

  write(index: number): string {
    this.#block(0, this.#code.length)
    const variables = Array.from({ length: this.#deepest }, (_, at) => `s${at}`)
    return `function r${index}() {\nlet ${variables};\n${this.#lines.join('\n')}\nreturn s0;\n}`
  }

  #block(from: number, to: number): void {
    let at = from
    while (at < to) at = this.#instruction(at)
    if (at !== to) throw new Error(`pegjs bytecode: an instruction goes over the end of its block at ${at}`)
  }

  /** Writes the instruction at `at`; answers where the next one begins. Numbers and names are those of pegjs 0.10. */
  #instruction(at: number): number {
    const arg = (nth: number) => this.#code[at + nth] as number
    switch (arg(0)) {
      case 0: // PUSH
        this.#push(this.#const(arg(1)))
        return at + 2
      case 1: // PUSH_UNDEFINED
        this.#push('undefined')
        return at + 1
      case 2: // PUSH_NULL
        this.#push('null')
        return at + 1
      case 3: // PUSH_FAILED
        this.#push('peg$FAILED')
        return at + 1
      case 4: // PUSH_EMPTY_ARRAY
        this.#push('[]')
        return at + 1
      case 5: // PUSH_CURR_POS
        this.#push('peg$currPos')
        return at + 1
      case 6: // POP
        this.#depth -= 1
        return at + 1
      case 7: // POP_CURR_POS
        this.#lines.push(`peg$currPos = ${this.#top()};`)
        this.#depth -= 1
        return at + 1
      case 8: // POP_N
        this.#depth -= arg(1)
        return at + 2
      case 9: // NIP
        this.#lines.push(`${this.#top(1)} = ${this.#top()};`)
        this.#depth -= 1
        return at + 1
      case 10: // APPEND
        this.#lines.push(`${this.#top(1)}.push(${this.#top()});`)
        this.#depth -= 1
        return at + 1
      case 11: // WRAP
        this.#replace(arg(1), `[${this.#values(arg(1))}]`)
        return at + 2
      case 12: // TEXT
        this.#replace(1, `input.substring(${this.#top()}, peg$currPos)`)
        return at + 1
      case 13: // IF
        return this.#choice(at, 1, this.#top())
      case 14: // IF_ERROR
        return this.#choice(at, 1, `${this.#top()} === peg$FAILED`)
      case 15: // IF_NOT_ERROR
        return this.#choice(at, 1, `${this.#top()} !== peg$FAILED`)
      case 16: // WHILE_NOT_ERROR
        return this.#loop(at)
      case 17: // MATCH_ANY
        return this.#choice(at, 1, 'input.length > peg$currPos')
      case 18: // MATCH_STRING
        return this.#choice(at, 2, `input.startsWith(${this.#const(arg(1))}, peg$currPos)`)
      case 19: // MATCH_STRING_IC
        return this.#choice(at, 2, `peg$sameLetters(${this.#const(arg(1))})`)
      case 20: // MATCH_CLASS
        this.#uses.tables.add(arg(1))
        return this.#choice(at, 2, `peg$inClass(t${arg(1)}, ${this.#const(arg(1))})`)
      case 21: // ACCEPT_N
        this.#push(`input.substring(peg$currPos, peg$currPos + ${arg(1)})`)
        this.#lines.push(`peg$currPos += ${arg(1)};`)
        return at + 2
      case 22: // ACCEPT_STRING
        this.#push(this.#const(arg(1)))
        this.#lines.push(`peg$currPos += ${this.#top()}.length;`)
        return at + 2
      case 23: // FAIL
        this.#push('peg$FAILED')
        return at + 2
      case 24: // LOAD_SAVED_POS
        this.#lines.push(`peg$savedPos = ${this.#top(arg(1))};`)
        return at + 2
      case 25: // UPDATE_SAVED_POS
        this.#lines.push('peg$savedPos = peg$currPos;')
        return at + 1
      case 26: {
        // CALL
        const values = Array.from({ length: arg(3) }, (_, nth) => this.#top(arg(4 + nth)))
        this.#replace(arg(2), `${this.#const(arg(1))}(${values})`)
        return at + 4 + arg(3)
      }
      case 27: // RULE
        this.#push(`r${arg(1)}()`)
        return at + 2
      case 28: // SILENT_FAILS_ON
      case 29: // SILENT_FAILS_OFF
        return at + 1
      default:
        throw new Error(`pegjs bytecode: unknown instruction ${arg(0)} at ${at}`)
    }
  }

  /** Both ways leave the same number of values; their lengths stand after the `header` of the instruction. */
  #choice(at: number, header: number, condition: string): number {
    const first = at + header + 2
    const second = first + (this.#code[at + header] as number)
    const end = second + (this.#code[at + header + 1] as number)
    const before = this.#depth
    this.#lines.push(`if (${condition}) {`)
    this.#block(first, second)
    const after = this.#depth
    this.#depth = before
    this.#lines.push('} else {')
    this.#block(second, end)
    if (second < end && this.#depth !== after) throw new Error(`pegjs bytecode: uneven ways at ${at}`)
    this.#depth = after
    this.#lines.push('}')
    return end
  }

  #loop(at: number): number {
    const end = at + 2 + (this.#code[at + 1] as number)
    const before = this.#depth
    this.#lines.push(`while (${this.#top()} !== peg$FAILED) {`)
    this.#block(at + 2, end)
    if (this.#depth !== before) throw new Error(`pegjs bytecode: an uneven loop at ${at}`)
    this.#lines.push('}')
    return end
  }

  #const(index: number): string {
    this.#uses.consts.add(index)
    return `c${index}`
  }

  /** The variable of the value `below` the topmost one. */
  #top(below = 0): string {
    return `s${this.#depth - 1 - below}`
  }

  /** The topmost `count` variables, the lowest first. */
  #values(count: number): string[] {
    return Array.from({ length: count }, (_, nth) => this.#top(count - 1 - nth))
  }

  #push(value: string): void {
    this.#replace(0, value)
  }

  /** One value in the place of the topmost `count`. */
  #replace(count: number, value: string): void {
    this.#depth += 1 - count
    this.#deepest = Math.max(this.#deepest, this.#depth)
    this.#lines.push(`${this.#top()} = ${value};`)
  }
}
