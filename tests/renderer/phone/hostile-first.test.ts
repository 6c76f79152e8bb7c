// @vitest-environment node
import { hostileMessages } from './hostile/hostile-suite.ts'

hostileMessages([0, 1, 2, 3, 4])
