// @vitest-environment node
import { hostileMessages } from './hostile/hostile-suite.ts'

hostileMessages([5, 6, 7, 8, 9])
